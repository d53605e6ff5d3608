using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tasker.Core.Values;
using Tasker.Core.Values.Schemas;

namespace Tasker.Executors.Agents;

/// <summary>Finds the value in an answer: all of it, a fenced block, or a value between words; agents like to add some.</summary>
internal static partial class AnswerJson
{
    private const int MostTried = 1_000;
    private const int MostFound = 20;

    /// <summary>The value that keeps to a schema.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="problems">Empty when there is one; else what is wrong with the answer.</param>
    /// <returns>Null when there is none.</returns>
    public static Value? Read(string answer, JsonSchema schema, out ImmutableArray<string> problems)
    {
        problems = [];
        foreach (var value in Candidates(answer.Trim()))
        {
            var found = schema.Problems(value);
            if (found.IsEmpty)
            {
                problems = [];
                return value;
            }

            problems = problems.IsEmpty ? found : problems;
        }

        // A text may be meant that stands without quotes.
        if (schema.Problems(Value.Of(answer.Trim())).IsEmpty)
        {
            problems = [];
            return Value.Of(answer.Trim());
        }

        problems = problems.IsEmpty ? ["the answer holds no JSON value"] : problems;
        return null;
    }

    private static IEnumerable<Value> Candidates(string answer)
    {
        if (Parse(answer) is { } all)
        {
            yield return all;
            yield break;
        }

        foreach (var block in Fence().Matches(answer).Reverse().Take(MostFound))
        {
            if (Parse(block.Groups["inside"].Value) is { } fenced)
            {
                yield return fenced;
            }
        }

        foreach (var value in Within(answer).Reverse())
        {
            yield return value;
        }
    }

    /// <summary>Objects and lists that stand between words, in order; the last ones when there are many.</summary>
    private static Queue<Value> Within(string answer)
    {
        var found = new Queue<Value>();
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var (at, tried) = (0, 0); at < bytes.Length && tried < MostTried; at++)
        {
            if (bytes[at] is not ((byte)'{' or (byte)'['))
            {
                continue;
            }

            tried++;
            var reader = new Utf8JsonReader(bytes.AsSpan(at), new JsonReaderOptions { MaxDepth = ValueJson.MaxDepth });
            try
            {
                reader.Read();
                found.Enqueue(ValueJson.Read(ref reader));
                at += (int)reader.BytesConsumed - 1;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                continue;
            }

            if (found.Count > MostFound)
            {
                found.Dequeue();
            }
        }

        return found;
    }

    private static Value? Parse(string text)
    {
        try
        {
            return ValueJson.Read(text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[ \t]*```[A-Za-z]*[ \t]*\r?\n(?<inside>.*?)^[ \t]*```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
