using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Steps.Translation;

/// <summary>What agents are asked. Plain text; everything from the plan is quoted as it stands there.</summary>
internal static class StepPrompts
{
    /// <summary>The whole work.</summary>
    public static string Main(StepWork work) => Compose(
        work,
        work.Main.Mode is Definitions.MainMode.Background
            ? "Do the work to its end in the foreground; Tasker itself runs you in the background. "
                + "Do not detach anything: what you leave behind is ended with you."
            : "Do the whole work now. A minimal test of it has passed.");

    /// <summary>The minimal test before the work.</summary>
    public static string Test(StepWork work) => Compose(
        work,
        "FIRST run a test with minimal data to ensure the script works! Test it before assuming that it works. "
        + "Make what is missing for it, try it with at most 2 examples, and do not do the whole work yet. "
        + "TASKER_TEST=1 and TASKER_SAMPLE=2 are set in the environment. End with an error when the test does not pass.");

    /// <summary>A stretch of the items of a chunked or streaming work.</summary>
    public static string Piece(StepWork work, ChunkPiece piece) => Compose(
        work,
        $"Do the items {piece.Range} of {Number(piece.Total)} now, and no others. {Number(piece.Start)} are done already. "
        + "The same numbers are in CHUNK_START, CHUNK_SIZE, CHUNK_END and CHUNK_TOTAL. "
        + "When items of this stretch are there already, from an attempt that was broken off, do them over; never twice.");

    /// <summary>The judgement of a chunk.</summary>
    public static string Quality(StepWork work, ChunkPiece chunk) => Compose(
        work,
        $"Change nothing. Look at the items {chunk.Range} of {Number(chunk.Total)}, which are done, and judge whether they "
        + "meet the success criteria as far as these can be met by a part of all items. End with an error when they do not, and say why.");

    /// <summary>The mending of a chunk that was judged bad.</summary>
    public static string Fix(StepWork work, ChunkPiece chunk) => Compose(
        work,
        $"The items {chunk.Range} of {Number(chunk.Total)} did not pass their check. Find out why and mend the cause. "
        + "They are done anew after this; do not do them now.");

    /// <summary>A check in prose.</summary>
    public static string Question(StepWork work, string kind, string text) => Compose(
        work,
        $"Change nothing and do not begin the work. Only this is to be done now, quickly: {kind}: {text}. "
        + "Answer in a few lines. End with an error when what you find speaks against beginning the work.");

    /// <summary>The judgement of the whole step.</summary>
    public static string Judge(StepWork work) => Compose(
        work,
        "Change nothing. The work is done. Look at its results and judge whether every success criterion is met. "
        + "End with an error when one is not, and say which.");

    private static string Compose(StepWork work, string order)
    {
        var prompt = new StringBuilder();
        var section = work.Step.Section;
        Line(prompt, $"Step {Number(work.Step.Number)} of {work.Source.Spec.Path}: {work.Step.Title}");
        Part(prompt, "Objective", work.Objective);
        if (work.Step.Description.Length > 0 && work.Step.Description != work.Objective)
        {
            Part(prompt, "In short", work.Step.Description);
        }

        Part(prompt, "What to do now", order);
        Part(prompt, "Script", work.Main.Script ?? work.Main.Command ?? "");
        Part(prompt, "Files", section?.Files ?? "");
        List(prompt, "Instructions", [.. (section?.Instructions ?? []).Select((text, i) =>
            $"{Number(i + 1)}. {text}")]);
        List(prompt, "Success criteria", [.. work.Criteria.Select(text => $"- {text}")]);
        if (work.Worker.Asked is { Skills.IsEmpty: false } agent)
        {
            var mandatory = agent.Mandatory.IsEmpty
                ? "" : $" Mandatory: {string.Join(", ", agent.Mandatory)}; rely on it to stay on track.";
            Part(prompt, "Skills", $"{string.Join(", ", agent.Skills)}.{mandatory}");
        }

        Part(prompt, "Task id", work.TaskId);
        return prompt.ToString();
    }

    private static void Part(StringBuilder prompt, string label, string text)
    {
        if (text.Length > 0)
        {
            Line(prompt, "");
            Line(prompt, $"{label}: {text}");
        }
    }

    private static void List(StringBuilder prompt, string label, ImmutableArray<string> items)
    {
        if (items.IsEmpty)
        {
            return;
        }

        Line(prompt, "");
        Line(prompt, $"{label}:");
        foreach (var item in items)
        {
            Line(prompt, item);
        }
    }

    private static void Line(StringBuilder prompt, string text) => prompt.Append(text).Append('\n');

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
