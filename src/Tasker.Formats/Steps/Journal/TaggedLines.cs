using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Steps.Journal;

/// <summary>The look with a tag before every line.</summary>
internal sealed class TaggedLines : IStepLines
{
    private int _current;

    /// <inheritdoc/>
    public IEnumerable<(string Block, string Line)> Of(StepRecord record)
    {
        if (record is { Phase: "", Status: StepStatus.Started })
        {
            _current = record.Step;
        }

        // Background work of an earlier step is told between the lines of a later one.
        var other = record.Step != _current
            && record.Phase is not ("" or StepPhase.Background or StepPhase.Spec or StepPhase.Completed);
        foreach (var (block, line) in Lines(record))
        {
            yield return (block, other ? $"{line} (step {record.Step})" : line);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(string Block, string Line)> Resumed(StepRecord started)
    {
        _current = started.Step;
        yield return ("id", $"[TASK ID] Resumed: {started.TaskId}");
    }

    private static IEnumerable<(string Block, string Line)> Lines(StepRecord r) => r.Phase switch
    {
        "" => Whole(r),
        _ when r.Status is StepStatus.Blocked => [], // The end of the step says why.
        StepPhase.PreFlight => Check(r, "PRE"),
        StepPhase.Post => Check(r, "POST"),
        StepPhase.Test => Test(r),
        StepPhase.Main => Main(r),
        StepPhase.Background => Background(r),
        StepPhase.Spec => Spec(r),
        StepPhase.Completed => Completed(r),
        _ => [],
    };

    private static IEnumerable<(string Block, string Line)> Whole(StepRecord r)
    {
        yield return r.Status switch
        {
            StepStatus.Started when r.Attempt > 1 => ("id", $"[TASK ID] Again: {r.TaskId} - {r.Message}"),
            StepStatus.Started => ("id", $"[TASK ID] Generated: {r.TaskId}"),
            StepStatus.Retry => ("retry", $"[RETRY] Step {r.Step}: {r.Message}"),
            StepStatus.Blocked => ("blocked", $"[SKIP] Step {r.Step}: {r.Message}"),
            _ => ("skip", $"[SKIP] Step {r.Step}: {r.Message}"),
        };
    }

    private static IEnumerable<(string Block, string Line)> Check(StepRecord r, string tag)
    {
        if (r.Part == StepPart.Group)
        {
            return r.Status is StepStatus.Skipped ? [(tag, $"[{tag}] - {r.Message}")] : []; // Its checks have told the rest.
        }

        var name = r.Part is StepPart.Question && r.Status is StepStatus.Passed ? $"{r.Name}: {r.Message}" : r.Name;
        var time = r.Duration is null ? "" : $" ({LineTexts.Took(r)})";
        return r.Status is StepStatus.Started
            ? [] : [(tag, $"[{tag}] {LineTexts.Sign(r)} {name}{LineTexts.Trouble(r)}{time} - logged")];
    }

    private static IEnumerable<(string Block, string Line)> Test(StepRecord r)
    {
        yield return ("TEST", r.Status switch
        {
            StepStatus.Started => "[TEST] Running minimal test first...",
            StepStatus.Passed when r.Detail.Sampled => "[TEST] ✓ Test passed with 2 examples",
            StepStatus.Passed => "[TEST] ✓ Test passed: what will be run is sound; nothing was executed",
            StepStatus.Skipped or StepStatus.Cancelled => $"[TEST] - {r.Message}",
            _ => $"[TEST] ✗ Test{LineTexts.Trouble(r)} ({LineTexts.Took(r)})",
        });
    }

    private static IEnumerable<(string Block, string Line)> Main(StepRecord r)
    {
        const string main = "MAIN";
        var isWhole = r.Name.Length == 0;
        switch (r.Status)
        {
            case StepStatus.Started when isWhole:
                yield return (main, $"[MAIN] {r.Message.TrimEnd('…')}...");
                if (LineTexts.Skills(r) is { } skills)
                {
                    yield return (main, $"[MAIN] Using: {skills}");
                }

                break;
            case StepStatus.Started when r.Part is StepPart.Fix:
                yield return (main, $"[MAIN] Mending: {r.Message}...");
                break;
            case StepStatus.Started:
                break;
            case StepStatus.Passed when LineTexts.Progress(r) is { } progress:
                yield return (main, $"[MAIN] Progress: {progress} ({LineTexts.Took(r)})");
                break;
            case StepStatus.Passed when isWhole:
                yield return (main, $"[MAIN] ✓ {r.Message} ({LineTexts.Took(r)})");
                yield return (main, $"[MAIN] All outputs logged with ID: {r.TaskId}");
                break;
            case StepStatus.Skipped or StepStatus.Cancelled:
                yield return (main, $"[MAIN] - {(isWhole ? "" : r.Name + ": ")}{r.Message}");
                break;
            case StepStatus.Retry:
                yield return (main, $"[MAIN] ↻ {r.Name}: {r.Message}");
                break;
            default:
                var name = isWhole ? "Main work" : r.Name;
                var what = r.Status is StepStatus.Passed ? $": {r.Message}" : LineTexts.Trouble(r);
                yield return (main, $"[MAIN] {LineTexts.Sign(r)} {name}{what} ({LineTexts.Took(r)})");
                break;
        }
    }

    private static IEnumerable<(string Block, string Line)> Background(StepRecord r) => r.Status switch
    {
        StepStatus.Running when r.Detail.Background =>
            [("BG", $"[BACKGROUND] Step {r.Step} runs in the background: {r.Message}")],
        StepStatus.Running or StepStatus.Ok => [],
        StepStatus.Ready => [("BG", $"[BACKGROUND] ✓ Step {r.Step} is up. {r.Message}")],
        StepStatus.Alert => [("BG", $"[BACKGROUND] ! Step {r.Step}: alert of {r.Name}: {r.Message}")],
        StepStatus.Broken => [("BG", $"[BACKGROUND] ? Step {r.Step}: {r.Name} could not look: {r.Message}")],
        StepStatus.Passed => [("BG", $"[BACKGROUND] ✓ Step {r.Step}: {r.Message} ({LineTexts.Took(r)})")],
        _ => [("BG", $"[BACKGROUND] {LineTexts.Sign(r)} Step {r.Step}{LineTexts.Trouble(r)} ({LineTexts.Took(r)})")],
    };

    private static IEnumerable<(string Block, string Line)> Spec(StepRecord r)
    {
        if (r.Status is StepStatus.Broken)
        {
            yield return ("SPEC", $"[SPEC] ✗ Step {r.Step} could not be marked: {r.Message}");
            yield break;
        }

        yield return ("SPEC", r.Success is true
            ? $"[SPEC] ✓ Updated SPEC.md - Step {r.Step} marked complete"
            : $"[SPEC] ✗ Updated SPEC.md - Step {r.Step} marked failed");
        yield return ("SPEC", $"       Added task_id: {r.TaskId} for log searching");
    }

    private static IEnumerable<(string Block, string Line)> Completed(StepRecord r)
    {
        var next = r.NextStep is { } step ? $" Ready for step {step}." : "";
        yield return ("end", r.Status switch
        {
            StepStatus.Completed => $"Step {r.Step} complete in {LineTexts.Took(r)}.{next}",
            StepStatus.Cancelled => $"Step {r.Step} stopped after {LineTexts.Took(r)}.",
            _ => $"Step {r.Step} failed after {LineTexts.Took(r)}: {r.Message}",
        });
        if (r.Status is StepStatus.Completed && r.Message.Length > 0)
        {
            yield return ("end", $"Noted: {r.Message}");
        }

        yield return ("grep", LineTexts.Search(r));
    }
}
