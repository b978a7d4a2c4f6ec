using System.Globalization;
using System.Net;
using System.Text;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>Stands between the SDKs and the network: bounds what is read, refuses redirects, sends no header for a key that there is not, and writes down what the SDKs forget.</summary>
internal sealed class AnswerGuard(HttpMessageHandler inner, TimeProvider time, bool hasKey) : DelegatingHandler(inner)
{
    /// <summary>Of a whole answer; a streamed one repeats its frame with every word.</summary>
    public const int AnswerBytesMax = 8 * 1024 * 1024;

    private const int ErrorBytesMax = 16 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!hasKey)
            request.Headers.Authorization = null;
        var response = await base.SendAsync(request, cancellationToken);
        var trace = AttemptTrace.Current;
        if (trace is not null)
        {
            trace.Status = (int)response.StatusCode;
            trace.RetryAfter = RetryAfter(response);
        }

        if ((int)response.StatusCode is >= 300 and < 400)
        {
            response.Dispose();
            throw new HttpRequestException("The provider answered with a redirect, which is not followed.", inner: null, response.StatusCode);
        }

        if (response.IsSuccessStatusCode)
            response.Content = new GuardedContent(response.Content, trace);
        else
            await KeepError(response, trace, cancellationToken);
        return response;
    }

    private static async Task KeepError(HttpResponseMessage response, AttemptTrace? trace, CancellationToken cancellation)
    {
        var buffer = new byte[ErrorBytesMax];
        int length;
        await using (var body = await response.Content.ReadAsStreamAsync(cancellation))
            length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        if (trace is not null)
            trace.Error = Encoding.UTF8.GetString(buffer, 0, length);
        var replaced = new ByteArrayContent(buffer, 0, length);
        replaced.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = replaced;
    }

    /// <summary>Seconds or a date by RFC 9110; OpenAI and Anthropic also send milliseconds.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds < TimeSpan.MaxValue.TotalMilliseconds)
            return TimeSpan.FromMilliseconds(milliseconds);
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>A body that fails where it grows beyond the limit, instead of filling the memory.</summary>
    private sealed class GuardedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly AttemptTrace? _trace;

        public GuardedContent(HttpContent inner, AttemptTrace? trace)
        {
            _inner = inner;
            _trace = trace;
            Headers.ContentType = inner.Headers.ContentType;
        }

        protected override async Task<Stream> CreateContentReadStreamAsync() => Guard(await _inner.ReadAsStreamAsync());

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
            Guard(await _inner.ReadAsStreamAsync(cancellationToken));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await using var body = Guard(await _inner.ReadAsStreamAsync(cancellationToken));
            await body.CopyToAsync(stream, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _inner.Dispose();
            base.Dispose(disposing);
        }

        private GuardedStream Guard(Stream body) => new(body, _trace);
    }

    private sealed class GuardedStream(Stream inner, AttemptTrace? trace) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int count)
        {
            _read += count;
            if (_read <= AnswerBytesMax)
                return count;
            if (trace is not null)
                trace.TooLong = true;
            throw new IOException("The answer is longer than is read.");
        }
    }
}
