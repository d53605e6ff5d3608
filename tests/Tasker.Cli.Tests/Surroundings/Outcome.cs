using System.Text.Json;

namespace Tasker.Cli.Tests.Surroundings;

/// <summary>What one invocation of the program left behind.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Outcome(int ExitCode, string Out, string Error)
{
    /// <summary>Both streams as they are reviewed.</summary>
    public override string ToString() =>
        $"exit {ExitCode}\n{(Out.Length > 0 ? $"--- out\n{Out}" : "")}{(Error.Length > 0 ? $"--- error\n{Error}" : "")}";

    /// <summary>Every line of standard output as a JSON object, or the whole of it as one.</summary>
    public IReadOnlyList<JsonElement> Json()
    {
        var texts = Out.StartsWith("{\n", StringComparison.Ordinal) ? [Out] : Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. texts.Select(Parse)];
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
