using System.Text;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What a credential opens.</summary>
public enum CredentialKind
{
    /// <summary>A venue's account.</summary>
    Venue,

    /// <summary>A server of language models that the tenant names in its versions.</summary>
    Model,
}

/// <summary>A credential as it is given: the only message with its value, on its way into the silo that seals it.</summary>
/// <param name="Name">1 to 40 lower-case letters, digits and dashes; one that is there is replaced.</param>
/// <param name="Target">
/// Of a model's the address of the tenant's server, e.g. <c>https://models.example.com/v1</c>: it is shown to that host and no other. Of a venue's
/// the venue's name.
/// </param>
/// <param name="Secret">One line of 8 to 4,096 characters.</param>
public sealed record CredentialInput(string Name, CredentialKind Kind, string Target, string Secret)
{
    public const int SecretLengthMin = 8;

    public const int SecretLengthMax = 4_096;

    // Whatever prints the message prints no secret.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Name = ").Append(Name).Append(", Kind = ").Append(Kind);
        return true;
    }
}

/// <summary>A credential as it is shown: never its value.</summary>
/// <param name="LastFour">Its last four characters; empty where it is so short that they would tell too much.</param>
/// <param name="RotateBy">When it should be replaced by a new one.</param>
/// <param name="IsDue">Whether that time has come.</param>
public sealed record CredentialView(
    string Name, CredentialKind Kind, string Target, string LastFour, DateTimeOffset SetAt, DateTimeOffset RotateBy, bool IsDue);

/// <summary>A credential as it is kept: readable only where the keys are that sealed it.</summary>
/// <param name="Id">Another one each time it is set.</param>
public sealed record SealedCredential(string Name, CredentialKind Kind, string Target, string Id, string Sealed);
