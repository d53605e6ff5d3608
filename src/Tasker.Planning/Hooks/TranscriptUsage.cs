using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Hooks;

/// <summary>What the session of an agent used, from its log: one JSON object a line.</summary>
/// <param name="Input">Tokens read, those from and for the cache included.</param>
/// <param name="Output">Tokens written.</param>
/// <param name="Cost">Cost, dollars.</param>
/// <param name="Model">The model of the last message; null when none is named.</param>
/// <param name="Unpriced">Models whose price is not known, which were counted as <see cref="PriceTable.Otherwise"/>, in order of their names.</param>
public sealed record TranscriptUsage(long Input, long Output, double Cost, string? Model, IReadOnlyList<string> Unpriced)
{
    /// <summary>What a message is told to be of when it names no model.</summary>
    private const string Unnamed = "unnamed";

    private const int LongestName = 100;

    /// <summary>Reads it. Of entries about one message the last one counts; lines that are no JSON count for nothing.</summary>
    /// <param name="path">The log.</param>
    /// <param name="prices">What models cost.</param>
    /// <exception cref="PlanningException">It is not there, or too large.</exception>
    public static TranscriptUsage Read(string path, PriceTable prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        if (!File.Exists(path))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no transcript '{path}'.");
        }

        var length = new FileInfo(path).Length;
        if (length == 0)
        {
            return new TranscriptUsage(0, 0, 0, null, []); // Empty, or a pipe: opening one would wait for somebody who writes.
        }

        if (length > JsonFile.LargestSize)
        {
            throw new PlanningException(PlanningCodes.Corrupt, $"'{path}' is larger than {JsonFile.LargestSize >> 20} MB.");
        }

        var messages = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        string? model = null;
        foreach (var line in File.ReadLines(path))
        {
            if (MessageOf(line) is { } message)
            {
                messages[message.Text("id") ?? $"line {messages.Count}"] = message;
                model = message.Text("model") ?? model;
            }
        }

        var unpriced = new SortedSet<string>(StringComparer.Ordinal);
        var sum = new TranscriptUsage(0, 0, 0, model, []);
        foreach (var message in messages.Values)
        {
            var usage = message["usage"];
            var (plain, output) = (Tokens(usage, "input_tokens"), Tokens(usage, "output_tokens"));
            var (written, read) = (Tokens(usage, "cache_creation_input_tokens"), Tokens(usage, "cache_read_input_tokens"));
            var name = message.Text("model") ?? model ?? Unnamed;
            var price = prices.Of(name);
            if (price is null && plain + output + written + read > 0)
            {
                unpriced.Add(name.Length > LongestName ? name[..LongestName] : name);
            }

            sum = sum with
            {
                Input = sum.Input + plain + written + read,
                Output = sum.Output + output,
                Cost = sum.Cost + (price ?? PriceTable.Otherwise).Cost(plain, output, written, read),
            };
        }

        return sum with { Cost = Math.Round(sum.Cost, 8), Unpriced = [.. unpriced] };
    }

    private static JsonObject? MessageOf(string line)
    {
        try
        {
            var node = JsonNode.Parse(line, documentOptions: JsonFile.Reading) as JsonObject;
            var message = node.Field("message") as JsonObject ?? node;
            return message.Field("usage") is JsonObject ? message : null;
        }
        catch (JsonException)
        {
            return null; // The agent was killed in the middle of a line.
        }
    }

    private static long Tokens(JsonNode? usage, string name) => JsonView.Number(usage.Field(name)) is >= 0 and < 1e15 and var tokens ? (long)tokens : 0;
}
