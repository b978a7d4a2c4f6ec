using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansTrader.Storage;

namespace OrleansTrader.Cli.Doctor;

/// <summary>What lies on this machine: the data directory with its disk, books and keys, and certificates.</summary>
internal static class MachineChecks
{
    private const long FreeBytesMin = 1024L * 1024 * 1024;

    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly string[] Certificates = ["Listen__Certificate__Path", "Cluster__Tls__Certificate", "Cluster__Tls__Authority"];

    public static async Task<IReadOnlyList<Check>> Run(Patient patient, CancellationToken cancellation)
    {
        var checks = new List<Check>();
        if (Directory.Exists(patient.DataDirectory))
        {
            checks.Add(Disk(patient.DataDirectory));
            foreach (var directory in Directory.EnumerateDirectories(patient.DataDirectory).Order(StringComparer.Ordinal))
                checks.AddRange(await Books(patient, directory, cancellation));
        }
        else
        {
            checks.Add(Check.Skip("data directory", $"'{patient.DataDirectory}' is not here: name the service's with --data-dir"));
        }

        checks.AddRange(Certificates.Where(name => patient.Setting(name) is not null).Select(name => Certificate(patient, name, patient.Setting(name)!)));
        return checks;
    }

    private static Check Disk(string directory)
    {
        const string Subject = "disk";
        var free = new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (1024.0 * 1024 * 1024):N1} GiB free for '{directory}'");
        return free >= FreeBytesMin
            ? Check.Ok(Subject, text)
            : Check.Found(Subject, text, "make room: below 64 MiB nothing is written any more; retention (Storage__Retention__...) archives what is old");
    }

    private static async Task<IReadOnlyList<Check>> Books(Patient patient, string directory, CancellationToken cancellation)
    {
        var (name, checks) = (Path.GetFileName(directory), new List<Check>());
        var file = SchemaVersions.FileIn(directory);
        if (File.Exists(file))
            checks.Add(await Schema($"books {name}", file, cancellation));
        foreach (var key in Directory.EnumerateFiles(directory, "*.key").Order(StringComparer.Ordinal))
        {
            var subject = $"{name}/{Path.GetFileName(key)}";
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(key) & OfOthers) != UnixFileMode.None)
                checks.Add(Check.Found(subject, "more than its owner may read it", $"chmod 600 '{key}'"));

            // The journal's key signs the past: it is kept, not rotated.
            else if (Path.GetFileName(key) is "control.key" && patient.Days(new DateTimeOffset(File.GetLastWriteTimeUtc(key))) is > Patient.KeyDaysMax and var age)
                checks.Add(Check.Found(subject, $"is {age} days old, at most {Patient.KeyDaysMax}", "delete it and start the service again: it makes a new one"));
            else
                checks.Add(Check.Ok(subject, "its owner's alone"));
        }

        return checks;
    }

    private static async Task<Check> Schema(string subject, string file, CancellationToken cancellation)
    {
        try
        {
            return await SchemaVersions.OfFile(file, cancellation) switch
            {
                // New books stand in the write-ahead log alone until its first checkpoint.
                null when new FileInfo($"{file}-wal") is { Exists: true, Length: > 0 } =>
                    Check.Skip(subject, "what they are stands in the write-ahead log yet; look again when the service has run for a while, or was stopped"),
                null => Check.Found(subject, $"'{file}' is no database of OrleansTrader", "choose another data directory, or restore a backup"),
                { } version when version > SchemaVersions.Sqlite =>
                    Check.Found(subject, $"schema version {version}, this program knows {SchemaVersions.Sqlite}", "use the release that wrote them, or restore the backup from before the upgrade"),
                { } version when version < SchemaVersions.Sqlite => Check.Ok(subject, $"schema version {version}; the next start brings it to {SchemaVersions.Sqlite}"),
                { } version => Check.Ok(subject, $"schema version {version}"),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Check.Found(subject, $"cannot be read ({fault.Message})", "run this as the service's user");
        }
    }

    private static Check Certificate(Patient patient, string setting, string path)
    {
        var subject = $"certificate {setting}";
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            var (left, end) = (-patient.Days(new DateTimeOffset(certificate.NotAfter.ToUniversalTime())), certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            return left >= Patient.CertificateDaysMin
                ? Check.Ok(subject, $"in force until {end}")
                : Check.Found(subject, left < 0 ? $"ended on {end}" : $"ends on {end}", "renew it: infra/certificates.sh, or your authority");
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Check.Found(subject, $"'{path}' cannot be read ({fault.Message})", "name a PEM file that the service's user may read");
        }
    }
}
