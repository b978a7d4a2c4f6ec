using OrleansTrader.Silo.Http.Security;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class ControlKeyTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("control-key-");

    public void Dispose() => _directory.Delete(recursive: true);

    private string File => Path.Combine(_directory.FullName, ControlKey.FileName);

    [Fact]
    public void Open_firstStart_makesAKeyThatTheNextStartReads()
    {
        var first = ControlKey.Open(_directory.FullName);
        var secret = System.IO.File.ReadAllText(File).Trim();
        var second = ControlKey.Open(_directory.FullName);

        Assert.True(secret.Length >= 43);
        Assert.True(first.Fits($"Bearer {secret}") && second.Fits($"bearer {secret}"));
        Assert.False(first.Fits($"Bearer {secret}x") || first.Fits(secret) || first.Fits("Bearer ") || first.Fits(null));
    }

    [Fact]
    public void Open_twoDirectories_haveTwoKeys()
    {
        var other = _directory.CreateSubdirectory("other").FullName;
        ControlKey.Open(_directory.FullName);

        Assert.False(ControlKey.Open(other).Fits($"Bearer {System.IO.File.ReadAllText(File).Trim()}"));
    }

    [Fact]
    public void Open_keyThatOthersCouldRead_isItsOwnersAgain()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are Unix's");
            return;
        }

        ControlKey.Open(_directory.FullName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        ControlKey.Open(_directory.FullName);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Open_fileThatIsNoKey_refusesToStart()
    {
        System.IO.File.WriteAllText(File, "short");

        Assert.Contains(ControlKey.FileName, Assert.Throws<StartupException>(() => ControlKey.Open(_directory.FullName)).Message, StringComparison.Ordinal);
    }
}
