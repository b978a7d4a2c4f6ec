using System.Collections.Immutable;
using OrleansTrader.Trading;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What a credential may be. No message holds any part of its value.</summary>
internal static class CredentialRules
{
    public const int TargetLengthMax = 300;

    /// <summary>A shorter value shows no last four characters.</summary>
    private const int ShownLengthMin = 16;

    private const int ShownCharacters = 4;

    public static ImmutableArray<FieldError> Refuse(CredentialInput credential)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (!Names.IsName(credential.Name))
            errors.Add(new FieldError("name", credential.Name ?? string.Empty, Names.Rule));
        if (!Enum.IsDefined(credential.Kind))
            errors.Add(new FieldError("kind", credential.Kind.ToString(), "use venue or model"));
        var secret = credential.Secret ?? string.Empty;
        if (secret.Length is < CredentialInput.SecretLengthMin or > CredentialInput.SecretLengthMax || secret.Any(char.IsControl) || secret.Trim().Length != secret.Length)
        {
            errors.Add(new FieldError(
                "secret", $"{secret.Length} characters", $"give one line of {CredentialInput.SecretLengthMin} to {CredentialInput.SecretLengthMax} characters, without blanks at its ends"));
        }

        if (TargetOf(credential.Kind, credential.Target) is null)
        {
            errors.Add(new FieldError(
                "target", credential.Target ?? string.Empty,
                credential.Kind == CredentialKind.Model ? "give the address of your server of models, e.g. https://models.example.com/v1" : "give the venue's name, e.g. bybit"));
        }

        return errors.ToImmutable();
    }

    /// <summary>The target in the one form in which it is compared: of a model's server scheme, host and port; null where it is none.</summary>
    public static string? TargetOf(CredentialKind kind, string? target)
    {
        if (string.IsNullOrWhiteSpace(target) || target.Length > TargetLengthMax)
            return null;
        if (kind == CredentialKind.Venue)
            return Names.IsName(target) ? target : null;
        return Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http") && address.UserInfo.Length == 0
            ? address.GetLeftPart(UriPartial.Authority).ToLowerInvariant()
            : null;
    }

    public static string LastFour(string secret) => secret.Length < ShownLengthMin ? string.Empty : secret[^ShownCharacters..];
}
