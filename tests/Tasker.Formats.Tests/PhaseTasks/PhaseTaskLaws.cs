using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.PhaseTasks.Translation;
using Tasker.Formats.Tests.Text;

namespace Tasker.Formats.Tests.PhaseTasks;

/// <summary>Whatever the file is: no exception, a finding whenever there is no task, and a sound workflow whenever there is one.</summary>
public sealed class PhaseTaskLaws
{
    private static readonly ImmutableHashSet<string> StepTypes = ["noop"];
    private static readonly PhaseTranslation Judged = new() { Settings = new PhaseSettings { Judge = "judge" } };

    private static readonly string[] Pieces =
    [
        "## Phase: ", "## Phase", "### Steps\n", "### Agents\n", "### Outputs\n", "- ", "agent: ", "a", "b - c", "validation: ",
        "input.x > 1", "{{", "}}", "aggregate: ", "vote", " of ", "quorum 50%", "wait: ", "1s", "dependsOn: ",
        "[", "]", ",", "\"", "'", "\n", "\r\n", "  when: ", "  retry: 2\n",
        "```yaml\n", "```\n", "~~~", "name: x\n", "requirements: {a: number}\n", "maxExecutionTime: ", "parallel: false\n",
        "é", "\ud83d", "\0", "answers['a'].confidence", "phases.A", " - ", "#", "*",
    ];

    private static int Many => Environment.GetEnvironmentVariable("TASKER_SLOW") == "1" ? 100_000 : 2_000;

    [Fact]
    public void Mutated_files_never_throw()
    {
        foreach (var file in new[] { "examples/committee/tasks/committee.md", "examples/daily-market/tasks/daily-market.md" })
        {
            var bytes = File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, file));
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(Many / 2), Prop.ForAll(YamlReaderLaws.Mutations(bytes).ToArbitrary(), Holds));
        }
    }

    [Fact]
    public void Files_put_together_from_pieces_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Many / 2),
        Prop.ForAll(Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary(),
            text => Sound(PhaseTaskReader.Read("t.md", text, StepTypes))));

    private static bool Holds(byte[] bytes) => Sound(PhaseTaskReader.Read("t.md", bytes, StepTypes));

    private static bool Sound(ParseResult<PhaseTask> task)
    {
        if (task.Value is null)
        {
            return task.Diagnostics.Any(d => d.Severity is Severity.Error);
        }

        if (!task.IsUsable)
        {
            return true;
        }

        var workflow = PhaseTranslator.Translate(task.Value, "t.md", Judged);
        if (!workflow.IsUsable)
        {
            // What Core finds wrong with a translation would be a mistake of the translation.
            return workflow.Diagnostics.All(d => d.Code.StartsWith("TSK32", StringComparison.Ordinal)
                || d.Code.StartsWith("TSK100", StringComparison.Ordinal)
                || d.Code is "TSK1011" or "TSK1031" || d.Severity is not Severity.Error);
        }

        var encoded = WorkflowCodec.Encode(workflow.Value);
        return encoded.AsSpan().SequenceEqual(WorkflowCodec.Encode(WorkflowCodec.Decode(encoded)));
    }
}
