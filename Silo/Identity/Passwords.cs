using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Identity;

/// <summary>Passwords, from the form to their hash: nothing behind this knows one. PBKDF2 with SHA-512, as ASP.NET Core Identity writes it.</summary>
internal sealed class Passwords
{
    public const int LengthMin = 12, LengthMax = 200;

    /// <summary>What OWASP asks of PBKDF2 with SHA-512.</summary>
    private const int Rounds = 210_000;

    /// <summary>Most that are hashed at once: the rest of the service needs the machine too.</summary>
    private const int AtOnceMax = 2;

    /// <summary>Most logins that are judged, or wait for it, at once: more are told to come back.</summary>
    public const int LoginsAtOnceMax = 64;

    private const int OneTimeBytes = 15;

    private readonly PasswordHasher<string> _hasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private readonly SemaphoreSlim _places = new(AtOnceMax, AtOnceMax);
    private readonly Lazy<string> _nobodys;
    private int _logins;

    public Passwords() => _nobodys = new Lazy<string>(() => _hasher.HashPassword(string.Empty, OneTime()));

    /// <summary>A password that a person types once, 20 characters.</summary>
    public static string OneTime() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(OneTimeBytes));

    /// <summary>What a session holds of its user; never given twice.</summary>
    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Null where it will do. What was typed is not told back.</summary>
    public static FieldError? Refuse(string password, string user) => password switch
    {
        { Length: < LengthMin or > LengthMax } => new FieldError("password", $"{password.Length} characters", $"choose one of {LengthMin} to {LengthMax}"),
        _ when password.Distinct().Count() < 5 || password.Contains(user, StringComparison.OrdinalIgnoreCase) =>
            new FieldError("password", "too easy to guess", "choose one with more different characters and without the user's name"),
        _ => null,
    };

    /// <summary>A place among the logins under way, to be disposed when this one is judged; null where there is none.</summary>
    public IDisposable? TryQueue()
    {
        if (Interlocked.Increment(ref _logins) <= LoginsAtOnceMax)
            return new LoginPlace(this);
        Interlocked.Decrement(ref _logins);
        return null;
    }

    public async Task<string> Hash(string password, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return _hasher.HashPassword(string.Empty, password);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Takes as long for a user that is not there.</summary>
    /// <param name="hash">Null for a user that is not there.</param>
    public async Task<bool> Fits(string? hash, string password, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            var result = _hasher.VerifyHashedPassword(string.Empty, hash ?? _nobodys.Value, password);
            return hash is not null && result != PasswordVerificationResult.Failed;
        }
        finally
        {
            _places.Release();
        }
    }

    private sealed class LoginPlace(Passwords passwords) : IDisposable
    {
        private bool _isLeft;

        public void Dispose()
        {
            if (_isLeft)
                return;
            _isLeft = true;
            Interlocked.Decrement(ref passwords._logins);
        }
    }
}
