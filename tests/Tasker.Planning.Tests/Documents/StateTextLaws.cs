using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Documents;

/// <summary>
/// A state that was read is written as if nodes had been made of all of it, whatever stands in it and whichever tasks were changed.
/// </summary>
public sealed class StateTextLaws
{
    private static readonly string[] Leaves =
    [
        "null", "true", "false", "0", "-0", "1.0", "7", "0.1", "-0.0081", "12.5", "3e0", "1E-05",
        "999999999999999", "1000000000000000", "-5", "1e400", "1.50e+3",
        "12345678901234567890", "\"\"", "\"a b\"", "\"\\n\\u00e9\\\"\\\\\\/\"", "\"é🙂<&'+\"", "\"\\ud83d\\ude42\"", "\"\u007f\"",
        "{}", "[]",
    ];

    private static readonly string[] Names = ["\"a\"", "\"id\"", "\"é\"", "\"\"", "\"<b>\""];

    [Fact]
    public void What_was_read_is_written_as_nodes_are() => Prop.ForAll(Values(3).ListOf(6).ToArbitrary(), values =>
    {
        var tasks = string.Join(" ,\n", values.Select((value, i) => $"\"T{i + 1}\":{{ \"own\" :{value}, \"id\":\"T{i + 1}\"}}"));
        var text = Encoding.UTF8.GetBytes($$"""{"own":{{values.FirstOrDefault() ?? "1"}},"phase":{"current":"ready"},"tasks": { {{tasks}} },"last":[{{string.Join(',', values)}}]}""");
        foreach (var isKept in new[] { false, true })
        {
            for (var touched = 0; touched <= values.Count; touched++)
            {
                var state = new PlanState(JsonFile.Look(text)!.Value);
                var expected = JsonNode.Parse(text)!.AsObject();
                if (touched > 0)
                {
                    state.Required($"T{touched}").Set("status", "complete");
                    expected["tasks"]![$"T{touched}"]!["status"] = "complete";
                }

                var read = Encoding.UTF8.GetString(JsonFile.Format(expected).Span);
                Assert.Equal(read, Encoding.UTF8.GetString(state.Written.Format(state, isKept).Span));
                Assert.Equal(read, Encoding.UTF8.GetString(state.Written.Format(state, isKept).Span));
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Nodes_of_what_was_read_are_those_of_the_parser() => Prop.ForAll(Values(4).ToArbitrary(), value =>
    {
        var text = Encoding.UTF8.GetBytes($"{{\"a\": {value}}}");
        var (ours, theirs) = (JsonFile.Look(text)!.Value.ToNode(), JsonNode.Parse(text));

        Assert.True(JsonNode.DeepEquals(theirs, ours));
        Assert.Equal(Encoding.UTF8.GetString(JsonFile.Format(theirs!).Span), Encoding.UTF8.GetString(JsonFile.Format(ours!).Span));
        Assert.Equal(JsonView.Number(theirs!["a"]), JsonView.Number(ours!["a"]));
        Assert.Equal(theirs["a"]?.GetValueKind(), ours["a"]?.GetValueKind());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Gen<string> Values(int depth) => depth == 0 ? Gen.Elements(Leaves) : Gen.OneOf(
        Gen.Elements(Leaves),
        Values(depth - 1).ListOf(4).Select(items => $"[{string.Join(", ", items)}]"),
        Values(depth - 1).ListOf(Names.Length)
            .Select(items => $"{{{string.Join(',', items.Take(Names.Length).Select((item, i) => $"{Names[i]}: {item}"))}}}"));
}
