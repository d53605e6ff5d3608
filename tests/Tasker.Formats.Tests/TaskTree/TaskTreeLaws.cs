using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Formats.Tests.Text;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>
/// Whatever the files are: no exception, a finding whenever there is no tree, and a sound workflow whenever there is one.
/// </summary>
public sealed class TaskTreeLaws
{
    private const string Sample = """
        ---
        task_id: "a/1"
        title: "Lay the path"
        phase: "a"
        estimated_duration: "2-4 hours"
        complexity: "low"
        priority: high
        dependencies:
          - "a/2"
        inputs:
          - "../2/plan.md"
          - "garden/**/*.txt" (21 beds)
        outputs:
          - "path.md"
          - "garden/path.txt" (modified)
          - "photos/"
        skills_required: [digging]
        ---

        # Task

        """;

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Sample);

    private static int Many => Environment.GetEnvironmentVariable("TASKER_SLOW") == "1" ? 100_000 : 3_000;

    [Fact]
    public void Mutated_files_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Many), Prop.ForAll(YamlReaderLaws.Mutations(Bytes).ToArbitrary(), Holds));

    [Fact]
    public void Random_bytes_never_throw() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Holds([.. "---\n"u8, .. bytes, .. "\n---\n"u8])));

    [Fact]
    public void Names_of_files_of_any_kind_become_nodes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(
            Gen.Elements("a /.;'\"$`{}é漢\u202e-_[]…".ToCharArray()).ArrayOf()
                .Select(chars => new string(chars).Trim('/', ' ').Replace("//", "/", StringComparison.Ordinal))
                .Where(id => id.Length is > 0 and < 100 && !id.Split('/').Any(part => part is "." or "..")).ToArbitrary(),
            id =>
                Sound(new FakeTree().Task("a/2")
                    .With($"tasks/{id}.md",
                        $"---\ntask_id: '{id.Replace("'", "''", StringComparison.Ordinal)}'\ndependencies: [a/2]\n---\n"))));

    private static bool Holds(byte[] bytes) => Sound(new FakeTree()
        .Task("a/2", "outputs: [plan.md]\n").With("garden/path.txt").With("garden/a/b.txt").With("tasks/a/1.md", bytes));

    private static bool Sound(FakeTree tree)
    {
        var read = TaskTreeReader.Read(new TreePlace("tasks"), tree);
        Assert.All(read.Diagnostics, d => Assert.DoesNotContain('\n', d.ToString()));
        if (!read.IsUsable)
        {
            return read.Diagnostics.Any(d => d.Severity is Severity.Error);
        }

        var workflow = TreeTranslator.Translate(read.Value, "garden", TreeSettings.Default, new MachineSize(4, 8L << 30));
        Assert.Equal("", string.Join('\n', workflow.Diagnostics));
        Assert.Empty(TreeChecks.Check(read.Value, "garden", TreeSettings.Default, new MachineSize(4, 8L << 30)));
        return true;
    }
}
