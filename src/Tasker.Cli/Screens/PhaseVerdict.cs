using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Formats.PhaseTasks.Results;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Cli.Screens;

/// <summary>What a task of phases came to, for people: its verdict, and how many statements nobody has proven.</summary>
internal static class PhaseVerdict
{
    private const int MostLines = 12;

    /// <summary>The lines; none for a run of another front door.</summary>
    public static IEnumerable<string> Lines(RunState run, Ink ink)
    {
        if (run.Workflow.FrontDoor != PhaseTranslator.FrontDoor)
        {
            yield break;
        }

        var unproven = 0;
        for (var node = 1; node < run.Count; node++)
        {
            unproven += run.OutputsOf(node)["proven"] is Value.Bool { Truth: false } ? 1 : 0;
        }

        if (unproven > 0)
        {
            yield return ink.Yellow($"! {Words.Count(unproven, "validation")} in prose {(unproven == 1 ? "is" : "are")} unproven: nobody judged.");
        }

        if (PhaseExecution.Of(run).Verdict is not Value.Null and var verdict)
        {
            var lines = verdict.ToText().ReplaceLineEndings("\n").Split('\n');
            yield return ink.Bold("verdict:");
            foreach (var line in lines.Take(MostLines))
            {
                yield return $"  {TextWidth.Cut(TextWidth.Plain(line), 160)}";
            }

            if (lines.Length > MostLines)
            {
                yield return ink.Dim($"  ... {lines.Length - MostLines} more lines; 'tasker runs show {run.RunId} --json' tells all.");
            }
        }
    }
}
