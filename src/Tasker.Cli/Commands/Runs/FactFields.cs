using System.Text.Json;
using Tasker.Cli.Screens;
using Tasker.Core.Runs;

namespace Tasker.Cli.Commands.Runs;

/// <summary>A fact in parts, for people.</summary>
/// <param name="Name">What it is, without its version.</param>
/// <param name="Node">Full id of the node that it is about; empty: the run.</param>
/// <param name="Others">The other fields that hold something, as JSON has them, each cut to one short line.</param>
internal sealed record FactFields(string Name, string Node, IReadOnlyList<(string Name, string Value)> Others)
{
    private const int LongestValue = 100;
    private static readonly string[] Envelope = ["version", "position", "at", "fact", "node"];

    /// <summary>The parts.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="idOf">Full id of a node by its number.</param>
    public static FactFields Of(RunFact fact, Func<int, string> idOf)
    {
        using var document = JsonDocument.Parse(FactJson.Write(fact, 0, idOf));
        var name = FactCodec.NameOf(fact);
        var node = document.RootElement.TryGetProperty("node", out var id) ? id.ToString() : "";
        return new FactFields(
            name[..name.IndexOf('/', StringComparison.Ordinal)],
            node,
            [.. document.RootElement.EnumerateObject().Where(p => !Envelope.Contains(p.Name) && p.Value.ToString().Length > 0).Select(p => (p.Name, TextWidth.Cut(TextWidth.Plain(TextOf(p.Value)), LongestValue)))]);
    }

    private static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
