using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Hooks;

/// <summary>What a coding agent hands to a hook on standard input. Versions of agents name things differently; each spelling is understood.</summary>
/// <param name="Node">The object; null when the input is none.</param>
public sealed partial record HookPayload(JsonObject? Node)
{
    /// <summary>Reads it. What is no JSON object reads as nothing.</summary>
    public static HookPayload Read(ReadOnlySpan<byte> input)
    {
        try
        {
            return new HookPayload(JsonNode.Parse(input, documentOptions: JsonFile.Reading) as JsonObject);
        }
        catch (JsonException)
        {
            return new HookPayload((JsonObject?)null);
        }
    }

    /// <summary>What the tool answered; empty when nothing is found.</summary>
    public string Output
    {
        get
        {
            foreach (var name in new[] { "output", "tool_output", "tool_response" })
            {
                if (TextOf(Node.Field(name)) is { Length: > 0 } text)
                {
                    return text;
                }
            }

            return "";
        }
    }

    /// <summary>What a person asked; empty when nothing is found.</summary>
    public string Prompt => Node.Text("prompt") ?? "";

    /// <summary>The log of the session; null when it is not named.</summary>
    public string? TranscriptPath => Node.FirstText("agent_transcript_path", "transcript_path");

    /// <summary>The session; null when it is not named.</summary>
    public string? SessionId => Node.FirstText("agent_id", "session_id");

    /// <summary>Tasks that the answer says were done, once each: <c>T001: SUCCESS</c>.</summary>
    public IReadOnlyList<string> Succeeded => [.. Success().Matches(Output).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    private static string? TextOf(JsonNode? node) => node switch
    {
        JsonValue => node.AsText(),
        JsonArray parts => string.Join('\n', parts.Select(part => part.AsText() ?? part.Text("text")).OfType<string>()),
        JsonObject => TextOf(node.Field("content")) is { Length: > 0 } content ? content : node.FirstText("output", "result", "text"),
        _ => null,
    };

    [GeneratedRegex(@"\b(T[0-9]{1,18}): SUCCESS\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Success();
}
