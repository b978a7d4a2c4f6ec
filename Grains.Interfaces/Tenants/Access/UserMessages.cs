namespace OrleansTrader.Grains.Tenants;

/// <summary>Makes a user. Passwords are hashed before they come here: no grain, message or log ever has one.</summary>
/// <param name="Name">1 to 40 lower-case letters, digits and dashes.</param>
/// <param name="PasswordHash">As ASP.NET Core Identity's hasher writes it.</param>
/// <param name="Stamp">Chosen by chance; a session holds it, and ends when it is another one.</param>
/// <param name="MustChange">Whether the password lets in once, to choose another one.</param>
public sealed record UserCreation(string Name, Role Role, string PasswordHash, string Stamp, bool MustChange);

/// <param name="User">Whose password it is.</param>
public sealed record PasswordChange(string User, string PasswordHash, string Stamp, bool MustChange);

/// <summary>A user as operators see one.</summary>
/// <param name="LastLoginAt">Null before the first.</param>
public sealed record UserView(
    string Name, Role Role, bool IsDisabled, bool MustChange, DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt);

/// <summary>What one attempt to log in is judged by. For a user that is not there the hash is null: it is then judged all the same, and fails.</summary>
/// <param name="LockedUntil">Too many attempts failed: nothing is judged before then. Null where it may be.</param>
public sealed record LoginFacts(string? PasswordHash, string? Stamp, Role Role, bool MustChange, DateTimeOffset? LockedUntil);

/// <summary>Makes a tenant with its first operator.</summary>
/// <param name="Name">1 to 40 lower-case letters, digits and dashes.</param>
public sealed record TenantCreation(string Name, UserCreation Operator);

/// <summary>A tenant as the platform's operators see one.</summary>
public sealed record TenantView(string Name, DateTimeOffset CreatedAt);
