using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Steps.Journal;

/// <summary>The look with a heading for each phase and indented lines below it.</summary>
internal sealed class IndentedLines : IStepLines
{
    private readonly SortedSet<int> _background = [];
    private readonly HashSet<string> _heads = [];

    /// <inheritdoc/>
    public IEnumerable<(string Block, string Line)> Of(StepRecord record) => record.Phase switch
    {
        "" => Whole(record),
        _ when record.Status is StepStatus.Blocked => [], // The end of the step says why.
        StepPhase.PreFlight => Check(record, "[PRE-FLIGHT] Parallel checks"),
        StepPhase.Post => Check(record, "[POST] Parallel validations"),
        StepPhase.Test => Test(record),
        StepPhase.Main => Main(record),
        StepPhase.Background => Background(record),
        StepPhase.Spec => Spec(record),
        StepPhase.Completed => Completed(record),
        _ => [],
    };

    /// <inheritdoc/>
    public IEnumerable<(string Block, string Line)> Resumed(StepRecord started)
    {
        yield return ("id", $"[TASK ID: {started.TaskId}] Resumed");
        yield return ("head", $"[STEP {started.Step}: {started.Title}]");
    }

    private IEnumerable<(string Block, string Line)> Whole(StepRecord r)
    {
        if (r.Status is not StepStatus.Started)
        {
            yield return ("skip", $"[STEP {r.Step}: {r.Title}] {r.Message}");
            yield break;
        }

        _heads.RemoveWhere(head => head.StartsWith(r.TaskId, StringComparison.Ordinal));
        yield return ("id", r.Attempt > 1
            ? $"[TASK ID: {r.TaskId}] Again: {r.Message}" : $"[TASK ID: {r.TaskId}] Generated for this execution");
        yield return ("head", $"[STEP {r.Step}: {r.Title}]");
    }

    private static IEnumerable<(string Block, string Line)> Check(StepRecord r, string head)
    {
        var block = Block(r);
        if (r.Part == StepPart.Group)
        {
            return r.Status switch
            {
                StepStatus.Started => [(block, $"{head} ({r.Detail.Checks})...")],
                StepStatus.Skipped => [(block, $"{head}: {r.Message}")],
                _ => [],
            };
        }

        var name = r.Part is StepPart.Question && r.Status is StepStatus.Passed ? $"{r.Name}: {r.Message}" : r.Name;
        var time = r.Duration is null ? "" : $" [{LineTexts.Took(r)}]";
        return r.Status is StepStatus.Started
            ? [] : [(block, $"  {LineTexts.Sign(r)} {name}{LineTexts.Trouble(r)}{time}")];
    }

    private IEnumerable<(string Block, string Line)> Test(StepRecord r)
    {
        var what = r.Detail.Sampled ? "Test run with 2 examples" : "Test of what will be run, nothing executed";
        if (r.Status is StepStatus.Started)
        {
            foreach (var line in Head(r))
            {
                yield return line;
            }
        }

        yield return (Block(r), r.Status switch
        {
            StepStatus.Started => "  → Testing script first...",
            StepStatus.Passed => $"  → {what}: SUCCESS",
            StepStatus.Skipped or StepStatus.Cancelled => $"  → Test: {r.Message}",
            _ => $"  ✗ Test{LineTexts.Trouble(r)} [{LineTexts.Took(r)}]",
        });
    }

    private IEnumerable<(string Block, string Line)> Main(StepRecord r)
    {
        var block = Block(r);
        var isWhole = r.Name.Length == 0;
        switch (r.Status)
        {
            case StepStatus.Started when isWhole:
                foreach (var line in Head(r))
                {
                    yield return line;
                }

                yield return (block, $"  → Now: {r.Message.Replace("Executing: ", "", StringComparison.Ordinal)}");
                if (LineTexts.Skills(r) is { } skills)
                {
                    yield return (block, $"  → Using: {skills}");
                }

                yield return (block, $"  → All outputs logged to {LineTexts.LogName} with ID: {r.TaskId}");
                break;
            case StepStatus.Started when r.Part is StepPart.Fix:
                yield return (block, $"  → Mending: {r.Message}");
                break;
            case StepStatus.Started:
                break;
            case StepStatus.Passed when LineTexts.Progress(r) is { } progress:
                yield return (block, $"  → Progress: {progress}");
                break;
            case StepStatus.Retry:
                yield return (block, $"  ↻ {r.Name}: {r.Message}");
                break;
            case StepStatus.Skipped or StepStatus.Cancelled:
                yield return (block, $"  - {(isWhole ? "Main work" : r.Name)}: {r.Message}");
                break;
            default:
                var name = isWhole && r.Status is StepStatus.Passed ? r.Message : isWhole ? "Main work" : r.Name;
                yield return (block, $"  {LineTexts.Sign(r)} {name}{LineTexts.Trouble(r)} [{LineTexts.Took(r)}]");
                break;
        }
    }

    private IEnumerable<(string Block, string Line)> Background(StepRecord r)
    {
        // What happens after the step has been left stands in a block of its own and names its step.
        switch (r.Status)
        {
            case StepStatus.Running when r.Detail.Background:
                yield return (Block(r), "  → Using background execution...");
                yield return (Block(r), $"  → Process started (PID: {r.Pid})");
                if (r.Detail.Monitors > 0)
                {
                    yield return (Block(r),
                        $"  → Monitor started ({r.Detail.Monitors} check{(r.Detail.Monitors == 1 ? "" : "s")})");
                }

                break;
            case StepStatus.Ready:
                _background.Add(r.Step);
                yield return (Block(r), "  → Going on with the next step.");
                break;
            case StepStatus.Alert:
                yield return ("background", $"[BACKGROUND] ! Step {r.Step}: alert of {r.Name}: {r.Message}");
                break;
            case StepStatus.Broken:
                yield return ("background", $"[BACKGROUND] ? Step {r.Step}: {r.Name} could not look: {r.Message}");
                break;
            case StepStatus.Running or StepStatus.Ok:
                break;
            default:
                _background.Remove(r.Step);
                yield return ("background", r.Status is StepStatus.Passed
                    ? $"[BACKGROUND] ✓ Step {r.Step}: {r.Message} [{LineTexts.Took(r)}]"
                    : $"[BACKGROUND] {LineTexts.Sign(r)} Step {r.Step}{LineTexts.Trouble(r)} [{LineTexts.Took(r)}]");
                break;
        }
    }

    private static IEnumerable<(string Block, string Line)> Spec(StepRecord r)
    {
        var block = $"{r.TaskId} spec";
        var (sign, outcome) = r.Success is true ? ("✓", "complete") : ("✗", "failed");
        yield return (block, $"[UPDATE] Marking {outcome} in SPEC.md...");
        yield return (block, r.Status is StepStatus.Broken
            ? $"  ✗ Step {r.Step} could not be marked: {r.Message}"
            : $"  {sign} Step {r.Step} marked {outcome} with task_id: {r.TaskId}");
    }

    private IEnumerable<(string Block, string Line)> Completed(StepRecord r)
    {
        _background.Remove(r.Step);
        var next = r.NextStep is { } step ? $" Ready for Step {step}." : "";
        var block = $"{r.TaskId} end";
        yield return (block, r.Status switch
        {
            StepStatus.Completed => $"Step {r.Step} completed successfully in {LineTexts.Took(r)}.{next}",
            StepStatus.Cancelled => $"Step {r.Step} stopped after {LineTexts.Took(r)}.",
            _ => $"Step {r.Step} failed after {LineTexts.Took(r)}: {r.Message}",
        });
        if (r.Status is StepStatus.Completed && r.Message.Length > 0)
        {
            yield return (block, $"Noted: {r.Message}");
        }

        foreach (var active in _background)
        {
            yield return (block, $"Background monitor active for Step {active}.");
        }

        yield return ($"{r.TaskId} grep", LineTexts.Search(r));
    }

    /// <summary>The heading of the main phase, which the test stands under too; once for each try of the
    /// step.</summary>
    private IEnumerable<(string Block, string Line)> Head(StepRecord r)
    {
        if (_heads.Add($"{r.TaskId} main"))
        {
            yield return (Block(r), r.Detail.Agent.Length > 0
                ? $"[MAIN] Executing with {r.Detail.Agent} agent..." : "[MAIN] Executing...");
        }
    }

    private static string Block(StepRecord r) => $"{r.TaskId} {r.Phase switch
    {
        StepPhase.Test or StepPhase.Main or StepPhase.Background => "main",
        _ => r.Phase,
    }}";
}
