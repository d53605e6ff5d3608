using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>The quick reader of front matter takes only what it reads as the full one does.</summary>
public sealed class PlainFrontMatterLaws
{
    private static readonly string[] Pieces =
    [
        "task_id: ", "title:", "inputs:", "outputs: ", "\n", "\n", "\n", "\r\n", "\n  - ", "\n  - ", "\n- ", "\n    - ", "\"x/y.json\"",
        "\"\"", "\"é ünï\"", "word", "two words", "2-4 hours", "[]", "null", " ", "  ", "-", ":", ": ", "#", " # note", "\"", "'",
        "\\", "\t", "~", "true", "{", "&a ", "*a", "- - x", "\u2028", "\u0085", "?", "|", "x: y", "...", "---",
    ];

    private static readonly string[] Lines =
    [
        "title: word", "phase: \"x y.json\"", "inputs:", "outputs:", "  - word", "  - word", "  - \"q (é)\"", "    - deep", "",
        "dependencies: []", "complexity: two words", "estimated_duration: 2-4 hours", "- top", "priority: x # c", "  more", "# c",
        "phase: 'q'", "priority:  spaced  ", "title: null", "title: \"\"", "outputs: []  ", "  -  far", "  - []", "other: x",
        "phase: a:b", "title: \"a\" #note)", "inputs: [x]", "  - 1.5", "skills_required:", "inputs: one", "title: \" wide \"",
        "  - \"  wide \"", "  - \"\"", "dependencies:\r",
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
                var whole = $"---\ntask_id: a\n{text}\n---\n# Prose\n";
                if (PlainFrontMatter.Read(whole, ReadBuffers.ForOne()) is { } quick)
                {
                    read++;
                    var bag = new DiagnosticBag();
                    var front = FrontMatter.Of(whole)!;
                    Assert.True(front.IsClosed);
                    var fields = YamlFields.Open(YamlReader.Read("a.md", front.Yaml, bag, firstLine: 2)!, "It", TaskFileReader.Keys, bag)!;
                    Assert.Equal(Shown(TaskKeys.Of(fields, front)), Shown(quick));
                    Assert.Equal("", string.Join('\n', bag.ToImmutable()));
                }
            }));
        Assert.True(read > 200, $"Only {read} texts were plain: the law has not seen enough.");
    }

    [Fact]
    public void Front_matter_as_people_write_it_is_plain() => Assert.NotNull(PlainFrontMatter.Read(
        """
        ---
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
        skills_required:
          - "Measuring"
        ---
        """,
        ReadBuffers.ForOne()));

    private static string Shown(TaskKeys keys)
    {
        var text = new StringBuilder();
        foreach (var word in new[] { keys.Id, keys.Title, keys.Phase, keys.Estimate, keys.Complexity, keys.Priority })
        {
            text.Append(word?.ToString() ?? "none").Append('\n');
        }

        foreach (var list in new ImmutableArray<TaskText>?[] { keys.Dependencies, keys.Inputs, keys.Outputs })
        {
            text.Append(list is { } items ? $"[{string.Join(", ", items)}]" : "none").Append('\n');
        }

        return text.Append(keys.HasTitle).ToString();
    }
}
