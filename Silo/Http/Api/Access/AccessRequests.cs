using System.Collections.Immutable;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Http.Api.Access;

// What a client sends and gets of users, keys and tenants. Every field of a request may be missing here, so that a missing one is answered with its name.

/// <param name="Role">viewer, trader or operator.</param>
/// <param name="Password">12 to 200 characters; without it one is made up, answered once, and lets in once.</param>
internal sealed record UserRequest(string? Name, string? Role, string? Password);

internal sealed record RoleRequest(string? Role);

/// <param name="Password">12 to 200 characters; without it one is made up, answered once, and lets in once.</param>
internal sealed record PasswordRequest(string? Password);

/// <param name="Name">What the key is for, 1 to 40 lower-case letters, digits and dashes.</param>
/// <param name="Role">viewer, trader or operator.</param>
/// <param name="Accounts">Names of the only accounts it may use; all without it.</param>
/// <param name="Days">How long it is in force; for good without it.</param>
internal sealed record KeyRequest(string? Name, string? Role, ImmutableArray<string>? Accounts, int? Days);

/// <param name="GraceHours">How long the old key stays in force; 24 without it.</param>
/// <param name="Days">How long the new one is in force; as long as the old one was given, without it.</param>
internal sealed record RotationRequest(int? GraceHours, int? Days);

/// <param name="User">Name of its first operator; admin without it.</param>
internal sealed record TenantRequest(string? Name, string? User);

/// <param name="Password">Shown this once; null where one was given.</param>
internal sealed record UserAnswer(string User, string? Password);

/// <param name="Key">All of it, shown this once.</param>
internal sealed record KeyAnswer(string Id, string Key);

/// <summary>Who asks.</summary>
/// <param name="Means">demo, controlKey, key or session.</param>
internal sealed record AskerAnswer(string Tenant, string User, Role Role, string Means, string? Key, ImmutableArray<string> Accounts);
