using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Formats.Drawing;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;
using Tasker.Testing;

namespace Tasker.Formats.Tests.Drawing;

public sealed class GraphTextTests
{
    public static TheoryData<string> Examples() => ["quickstart", "release", "data", "service"];

    private static Workflow Example(string name)
    {
        var path = $"examples/{name}/workflow.yaml";
        var options = new YamlWorkflowOptions { Files = new ProjectFolder(RepositoryFiles.Root) };
        return YamlWorkflowReader.Read(path, RepositoryFiles.Read(path), options).Value!;
    }

    private static Workflow Read(string text) => YamlWorkflowReader.Read("flow.yaml", text).Value!;

    /// <summary>Statuses of all kinds, dealt out in the order of the nodes.</summary>
    private static Dictionary<string, NodeStatus> Statuses(Workflow workflow)
    {
        var all = Enum.GetValues<NodeStatus>();
        return All(workflow.Root).Select((node, i) => (node.Id, all[i % all.Length])).ToDictionary();
    }

    private static IEnumerable<NodeSpec> All(GroupSpec group) =>
        group.Members.SelectMany(member => member is GroupSpec inner ? All(inner).Prepend(member) : [member]);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Examples_are_drawn_in_every_format(string name)
    {
        var workflow = Example(name);

        Snapshot.Match(GraphText.Draw(workflow, GraphFormat.Mermaid), $"{name}.mermaid");
        Snapshot.Match(GraphText.Draw(workflow, GraphFormat.Dot), $"{name}.dot");
        Snapshot.Match(GraphText.Draw(workflow, GraphFormat.Json), $"{name}.json");
        Snapshot.Match(GraphText.Draw(workflow, GraphFormat.Svg), $"{name}.svg");
    }

    [Fact]
    public void Statuses_are_shown_in_every_format()
    {
        var workflow = Example("release");

        foreach (var format in Enum.GetValues<GraphFormat>())
        {
            Snapshot.Match(GraphText.Draw(workflow, format, Statuses(workflow)), format.ToString().ToLowerInvariant());
        }
    }

    [Fact]
    public void Names_and_commands_cannot_break_out_of_a_drawing()
    {
        const string hostile = "\"]; end --> x{{<script>alert(1)</script>}} & ' ` \\ \u202E #quot; \n subgraph \u0007 \ud800 %% click";
        var workflow = new Workflow
        {
            Name = hostile,
            Description = hostile,
            FrontDoor = "yaml",
            Root = new GroupSpec
            {
                Id = "",
                Members =
                [
                    new GroupSpec
                    {
                        Id = "g",
                        Title = hostile,
                        Members = [new StepSpec { Id = "g/a", Title = hostile, Action = new StepAction.Run(CommandSpec.Shell(hostile)) }],
                    },
                    new StepSpec
                    {
                        Id = "b",
                        Title = hostile,
                        Action = new StepAction.Check(hostile),
                        Needs = [new Need("g/a", NeedKind.Ended)],
                    },
                ],
            },
        };

        var svg = XDocument.Parse(GraphText.Draw(workflow, GraphFormat.Svg));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "a" or "image" or "foreignObject");
        var json = JsonDocument.Parse(GraphText.Draw(workflow, GraphFormat.Json)).RootElement;
        Assert.Equal(2, json.GetProperty("nodes").GetArrayLength());
        var mermaid = GraphText.Draw(workflow, GraphFormat.Mermaid);
        Assert.Equal(6, mermaid.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length); // flowchart, subgraph, step, end, step, edge
        Assert.All(Regex.Matches(mermaid, "\"([^\"]*)\""),
            label => Assert.DoesNotMatch("[<>{}\\[\\]()`\\\\&;](?<!#[0-9]+;)", label.Groups[1].Value));
        var dot = GraphText.Draw(workflow, GraphFormat.Dot);
        Assert.Equal(0, Regex.Replace(dot, "\"(\\\\.|[^\"\\\\])*\"", "").Count(c => c is '"' or '<'));
        Assert.All(new[] { mermaid, dot, svg.ToString() }, text => Assert.DoesNotContain('\u202E', text));
    }

    [Fact]
    public void Random_titles_make_well_formed_pictures() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), title =>
        {
            var step = new StepSpec { Id = "a", Title = title ?? "", Action = new StepAction.Approve(title ?? "") };
            var workflow = new Workflow { Name = title ?? "", FrontDoor = "x", Root = new GroupSpec { Id = "", Members = [step] } };
            XDocument.Parse(GraphText.Draw(workflow, GraphFormat.Svg));
            JsonDocument.Parse(GraphText.Draw(workflow, GraphFormat.Json));
        }));

    [Theory]
    [InlineData(600, 1)]
    [InlineData(40, 40)]
    [InlineData(5000, 3)]
    public void Large_workflows_are_drawn_with_closed_groups(int groups, int steps)
    {
        var text = "steps:\n" + string.Concat(Enumerable.Range(0, groups).Select(i =>
            $"  g{i}:\n    steps:\n" + string.Concat(Enumerable.Range(0, steps)
                .Select(j => $"      s{j}: {{ run: x{(i > 0 ? $", needs: g{i - 1}/s{j}" : "")} }}\n"))));
        var workflow = Read(text);

        var json = JsonDocument.Parse(GraphText.Draw(workflow, GraphFormat.Json)).RootElement;

        var boxes = json.GetProperty("nodes").GetArrayLength() + json.GetProperty("groups").GetArrayLength();
        Assert.InRange(boxes, 10, 501);
        Assert.True(json.GetProperty("hidden").GetInt32() > 0);
        var ids = json.GetProperty("nodes").EnumerateArray().Concat(json.GetProperty("groups").EnumerateArray())
            .Select(node => node.GetProperty("id").GetString()).ToHashSet();
        Assert.All(json.GetProperty("edges").EnumerateArray(), edge =>
        {
            Assert.Contains(edge.GetProperty("from").GetString(), ids);
            Assert.Contains(edge.GetProperty("to").GetString(), ids);
        });
        XDocument.Parse(GraphText.Draw(workflow, GraphFormat.Svg));
    }

    [Fact]
    public void Circles_and_unknown_needs_are_drawn_without_complaint()
    {
        var workflow = new Workflow
        {
            Name = "x",
            FrontDoor = "x",
            Root = new GroupSpec
            {
                Id = "",
                Members =
                [
                    new StepSpec
                    {
                        Id = "a",
                        Action = new StepAction.Wait(TimeSpan.Zero),
                        Needs = [new Need("b"), new Need("a"), new Need("nobody")],
                    },
                    new StepSpec { Id = "b", Action = new StepAction.Wait(TimeSpan.Zero), Needs = [new Need("a")] },
                ],
            },
        };

        foreach (var format in Enum.GetValues<GraphFormat>())
        {
            Assert.NotEmpty(GraphText.Draw(workflow, format));
        }
    }

    [Fact]
    public void No_two_boxes_of_a_picture_overlap() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(RandomWorkflows().ToArbitrary(), text =>
        {
            var svg = XDocument.Parse(GraphText.Draw(Read(text), GraphFormat.Svg));
            var cards = svg.Descendants()
                .Where(e => e.Name.LocalName == "rect" && ((string?)e.Attribute("class"))!.StartsWith("card", StringComparison.Ordinal))
                .Select(e => (X: Side(e, "x"), Y: Side(e, "y"), Width: Side(e, "width"), Height: Side(e, "height")))
                .Select(card => (card.X, card.Y, Right: card.X + card.Width, Bottom: card.Y + card.Height)).ToArray();
            var page = svg.Root!;
            Assert.All(cards, card => Assert.True(
                card.X >= 0 && card.Y >= 0 && card.Right <= Side(page, "width") && card.Bottom <= Side(page, "height")));
            for (var i = 0; i < cards.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var (one, other) = (cards[i], cards[j]);
                    Assert.False(one.X < other.Right && other.X < one.Right && one.Y < other.Bottom && other.Y < one.Bottom, text);
                }
            }
        }));

    private static double Side(XElement element, string name) => XmlConvert.ToDouble(element.Attribute(name)!.Value);

    /// <summary>Two levels of steps with needs to earlier ones, in groups of every order.</summary>
    private static Gen<string> RandomWorkflows() =>
        from groups in Gen.Choose(1, 7)
        from seeds in Gen.Choose(0, 1_000_000).ArrayOf(64)
        select "steps:\n" + string.Concat(Enumerable.Range(0, groups).Select(i =>
        {
            var order = new[] { "graph", "sequence", "parallel" }[seeds[i] % 3];
            var steps = Enumerable.Range(0, 1 + (seeds[i + 8] % 5)).Select(j =>
            {
                var seed = seeds[(i * 5) + j + 16];
                var needs = new List<string>();
                if (j > 0 && seed % 2 == 0)
                {
                    needs.Add($"s{seed % j}");
                }

                if (i > 0 && seed % 3 == 0)
                {
                    needs.Add(seed % 5 == 0 ? $"g{seed % i}" : $"g{seed % i}/s0");
                }

                return $"      s{j}: {{ run: \"{new string('x', seed % 40 + 1)}\", needs: [{string.Join(", ", needs)}] }}\n";
            });
            return $"  g{i}:\n    order: {order}\n    steps:\n{string.Concat(steps)}";
        }));
}
