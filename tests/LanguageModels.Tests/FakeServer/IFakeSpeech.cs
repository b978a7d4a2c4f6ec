namespace OrleansTrader.LanguageModels.Tests.FakeServer;

/// <summary>How one protocol puts a reply.</summary>
internal interface IFakeSpeech
{
    /// <summary>What is wrong with a request by the protocol's own rules; null where nothing is.</summary>
    string? Refuses(FakeRequest request);

    /// <summary>The body of an answer that comes whole; in pieces only where it never ends.</summary>
    IEnumerable<string> Whole(FakeRequest request, FakeReply reply);

    /// <summary>Server-sent events.</summary>
    IEnumerable<string> Streamed(FakeRequest request, FakeReply reply);

    string Error(FakeReply reply);
}
