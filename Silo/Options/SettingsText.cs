using System.Text;

namespace OrleansTrader.Silo.Options;

/// <summary>All settings as <c>.env.example</c> has them.</summary>
internal static class SettingsText
{
    private const string Head =
        "# Every setting of OrleansTrader, each with its meaning and a value that can be (a default where there is one).\n"
        + "# Printed by `dotnet run --project Silo -- settings`. Later sources win: --config FILE (JSON), the environment, flags.\n"
        + "# A name without a double underscore may have TRADER_ before it (TRADER_PORT for PORT). A secret may lie in a file:\n"
        + "# OPENAI_API_KEY_FILE=/run/secrets/openai. In JSON a double underscore is a level: { \"Models\": { \"DailyBudgetUsd\": \"5\" } }.\n";

    public static string Env()
    {
        var text = new StringBuilder();
        text.Append(Head);
        foreach (var group in KnownSettings.Groups)
        {
            text.Append("\n# ---- ").Append(group.Title).Append(group.Section is null ? string.Empty : $" ({group.Section})").Append('\n');
            foreach (var setting in group.Settings)
            {
                text.Append("# ").Append(setting.Meaning);
                if (setting.Flag is { } flag)
                    text.Append(" Flag ").Append(flag).Append('.');
                if (setting.Friendly is not null)
                    text.Append(" In JSON ").Append(setting.Key).Append('.');
                if (setting.IsSecret)
                    text.Append(" Secret.");
                text.Append("\n#").Append(setting.Variable).Append('=').Append(setting.Example).Append('\n');
            }
        }

        return text.ToString();
    }
}
