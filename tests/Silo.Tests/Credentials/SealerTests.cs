using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Credentials;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Credentials;

public sealed class SealerTests : IDisposable
{
    private const string Value = "sk-tenant-0123456789abcdef-WXYZ";

    private static readonly string MasterKeyText = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly TenantId Demo = new("demo");

    private readonly DirectoryInfo _ring = Directory.CreateTempSubdirectory("key-ring-");

    public void Dispose() => _ring.Delete(recursive: true);

    [Fact]
    public void Seal_opensForTheSameTenantAndNameOnly_alsoAfterARestart()
    {
        var sealedText = Sealer(MasterKeyText).Seal(Demo, "mine", Value);
        var again = Sealer(MasterKeyText);

        Assert.Equal(Value, again.Open(Demo, "mine", sealedText));
        Assert.DoesNotContain("WXYZ", sealedText, StringComparison.Ordinal);
        Assert.Null(again.Open(new TenantId("other"), "mine", sealedText));
        Assert.Null(again.Open(Demo, "other", sealedText));
        Assert.Null(again.Open(Demo, "mine", $"{sealedText[..^4]}AAAA"));
    }

    [Fact]
    public void Ring_withAMasterKey_holdsNoKeyInTheClear()
    {
        Sealer(MasterKeyText).Seal(Demo, "mine", Value);

        var kept = File.ReadAllText(Assert.Single(_ring.GetFiles("*.xml")).FullName);
        Assert.Contains(MasterKeyXmlEncryptor.Element, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", kept.Replace("xmlns", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_withAnotherMasterKey_isNothing()
    {
        var sealedText = Sealer(MasterKeyText).Seal(Demo, "mine", Value);

        Assert.Null(Sealer(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))).Open(Demo, "mine", sealedText));
        Assert.Null(Sealer(masterKey: null).Open(Demo, "mine", sealedText));
    }

    [Fact]
    public void Seal_withoutAMasterKey_isForThisMachineOnly()
    {
        Assert.Null(Sealer(masterKey: null, isOnlyHere: true).Refusal);
        Assert.Null(Sealer(MasterKeyText, isOnlyHere: false).Refusal);
        Assert.Contains("Credentials:MasterKeyFile", Sealer(masterKey: null, isOnlyHere: false).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all, but secret")]
    public void MasterKey_thatIsNone_endsTheStartWithoutBeingTold(string text)
    {
        var refused = Assert.Throws<StartupException>(() => MasterKey.Read(Settings(text)));

        Assert.StartsWith("Credentials:MasterKey is no master key", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrap_altered_isNotUnwrapped()
    {
        var key = MasterKey.Read(Settings(MasterKeyText))!;
        var wrapped = key.Wrap("kept"u8);

        Assert.Equal("kept"u8.ToArray(), key.Unwrap(wrapped));
        wrapped[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(wrapped));
        Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(wrapped.AsSpan(0, 10)));
    }

    private ICredentialSealer Sealer(string? masterKey, bool isOnlyHere = true)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().SetApplicationName("OrleansTrader").PersistKeysToFileSystem(_ring);
        services.AddCredentials(Settings(masterKey), isOnlyHere);
        return services.BuildServiceProvider().GetRequiredService<ICredentialSealer>();
    }

    private static IConfiguration Settings(string? masterKey) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Credentials:MasterKey", masterKey)]).Build();
}
