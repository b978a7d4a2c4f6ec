using System.Net;
using Microsoft.AspNetCore.Http;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Tests.Telemetry;

public sealed class MetricsAccessTests
{
    private const string Token = "a-token-of-the-tests";

    [Theory]
    [InlineData("127.0.0.1", null, null, null, null)]
    [InlineData("10.0.0.7", null, null, null, 403)]
    [InlineData("127.0.0.1", null, null, "X-Forwarded-For", 403)]
    [InlineData("127.0.0.1", Token, null, null, 401)]
    [InlineData("10.0.0.7", Token, "Bearer wrong", null, 401)]
    [InlineData("10.0.0.7", Token, "Bearer " + Token, null, null)]
    public void Refuse_by_address_and_token(string from, string? token, string? sent, string? header, int? status)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from) } };
        if (sent is not null)
            context.Request.Headers.Authorization = sent;
        if (header is not null)
            context.Request.Headers[header] = "10.0.0.7";

        Assert.Equal(status, MetricsAccess.Refuse(context, token));
    }

    [Theory]
    [InlineData("127.0.0.1", null, null, null, true)]
    [InlineData("127.0.0.1", Token, null, null, true)]
    [InlineData("127.0.0.1", Token, null, "X-Forwarded-For", false)]
    [InlineData("10.0.0.7", null, null, null, false)]
    [InlineData("10.0.0.7", null, "Bearer " + Token, null, false)]
    [InlineData("10.0.0.7", Token, "Bearer wrong", null, false)]
    [InlineData("10.0.0.7", Token, "Bearer " + Token, null, true)]
    public void IsInside_by_address_and_token(string from, string? token, string? sent, string? header, bool isInside)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from) } };
        if (sent is not null)
            context.Request.Headers.Authorization = sent;
        if (header is not null)
            context.Request.Headers[header] = "10.0.0.7";

        Assert.Equal(isInside, MetricsAccess.IsInside(context, token));
    }
}
