using System.Text.Json;
using Tasker.Core.Runs;

namespace Tasker.Executors.Agents;

/// <summary>What an agent said at the end, read from its standard output.</summary>
/// <param name="Text">Its answer.</param>
/// <param name="Usage">What it consumed; null when it does not tell.</param>
/// <param name="IsError">True when it says itself that it failed.</param>
internal sealed record AgentAnswer(string Text, AgentUsage? Usage, bool IsError)
{
    private static readonly string[] InputCounts = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];

    /// <summary>
    /// Reads the last line, or all of the output, as a JSON object with fields such as <c>result</c>, <c>usage</c>,
    /// <c>total_cost_usd</c> and <c>is_error</c>; output that is none is the answer itself.
    /// </summary>
    public static AgentAnswer Read(string stdout)
    {
        var text = stdout.Trim();
        var lastLine = text[(text.LastIndexOf('\n') + 1)..];
        return ReadObject(lastLine, text) ?? ReadObject(text, text) ?? new AgentAnswer(text, null, false);
    }

    private static AgentAnswer? ReadObject(string json, string all)
    {
        if (!json.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var result = Field(root, "result");
            var text = result is { ValueKind: JsonValueKind.String } said ? said.GetString()! : result?.GetRawText();
            var isError = Field(root, "is_error") is { ValueKind: JsonValueKind.True };
            return new AgentAnswer(text ?? all, ReadUsage(root), isError);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AgentUsage? ReadUsage(JsonElement root)
    {
        var cost = Field(root, "total_cost_usd") is { ValueKind: JsonValueKind.Number } money && money.TryGetDecimal(out var usd)
            ? usd
            : (decimal?)null;
        return Field(root, "usage") is { ValueKind: JsonValueKind.Object } usage
            ? new AgentUsage(InputCounts.Sum(name => Count(usage, name)), Count(usage, "output_tokens"), cost)
            : cost is null ? null : new AgentUsage(0, 0, cost);
    }

    private static long Count(JsonElement usage, string name) =>
        Field(usage, name) is { ValueKind: JsonValueKind.Number } count && count.TryGetInt64(out var tokens) ? Math.Max(0, tokens) : 0;

    private static JsonElement? Field(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
