using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>The quick reader of front matter takes only what it reads as the full one does.</summary>
public sealed class PlainYamlLaws
{
    private static readonly string[] Pieces =
    [
        "task_id: ", "title:", "inputs:", "a: ", "\n", "\n", "\n", "\n  - ", "\n  - ", "\n- ", "\n    - ", "\"x/y.json\"", "\"\"", "\"é ünï\"", "word", "two words", "2-4 hours", "[]", "null",
        " ", "  ", "-", ":", ": ", "#", " # note", "\"", "'", "\\", "\t", "~", "true", "{", "&a ", "*a", "- - x", "\u2028", "\u0085", "?", "|", "x: y",
    ];

    private static readonly string[] Lines =
    [
        "a: word", "b: \"x y.json\"", "c:", "c:", "  - word", "  - word", "  - \"q (é)\"", "    - deep", "", "d: []", "e: two words", "f: 2-4 hours", "- top", "g: x # c", "  more", "# c",
        "h: 'q'", "i:  spaced  ", "j: null", "k: \"\"", "l: []  ", "  -  far", "  - []", "m: a:b", "n: \"a\" #note)", "o: [x]", "  - 1.5",
    ];

    [Fact]
    public void What_it_reads_is_what_the_full_reader_reads()
    {
        var read = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(20_000),
            Prop.ForAll(
                Gen.OneOf(
                    Gen.Elements(Pieces).ArrayOf().Select(string.Concat),
                    Gen.Elements(Lines).ArrayOf().Select(lines => string.Join('\n', lines.Take(8)))).ToArbitrary(),
                text =>
            {
                if (PlainYaml.Read("a.md", text, 2) is { } quick)
                {
                    read++;
                    var bag = new DiagnosticBag();
                    Assert.Equal(Shown(YamlReader.Read("a.md", text, bag, firstLine: 2)), Shown(quick));
                    Assert.Equal("", string.Join('\n', bag.ToImmutable()));
                }
            }));
        Assert.True(read > 200, $"Only {read} texts were plain: the law has not seen enough.");
    }

    [Fact]
    public void Front_matter_as_people_write_it_is_plain() => Assert.NotNull(PlainYaml.Read("a.md", """
        task_id: "01-analysis/01-measure"
        title: "Measure the garden"
        phase: analysis
        estimated_duration: "2-4 hours"
        dependencies: []
        inputs:
          - "../02-count/beds.json"
        outputs:
          - "plan.json"
          - photos/
        """, 2));

    private static string Shown(YamlNode? node) => node switch
    {
        YamlNode.Scalar s => $"{s.Place} {s.Inner} {s.Style} '{s.Text}' #{s.Comment}",
        YamlNode.List list => $"{list.Place} [{string.Join(", ", list.Items.Select(Shown))}]",
        YamlNode.Map map => map.Entries.Aggregate(new StringBuilder($"{map.Place} {{"), (text, entry) => text.Append($"{Shown(entry.Key)}: {Shown(entry.Value)}; ")).Append('}').ToString(),
        _ => "nothing",
    };
}
