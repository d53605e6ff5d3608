using Tasker.Cli.Hosting;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Commands.Runs;

/// <summary>One run for people: what it is, and its steps as a tree.</summary>
internal static class RunView
{
    private const int MostNodes = 500;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(RunRecord record, RunState run, SecretMask mask, Session session)
    {
        var (ink, now) = (session.OutInk, session.Time.GetUtcNow());
        var status = ListCommand.StatusOf(record, out var hint);
        yield return $"{ink.Bold(record.RunId)}  {Coloured(run, status, ink)}{ink.Dim(hint)}";
        yield return ink.Dim($"{record.Name} from {(record.Source.Length > 0 ? record.Source : "?")}; {RunSummary.Counts(run)}; {Words.Of((run.HasEnded ? run.LastFactAt : now) - record.CreatedAt)}");
        if (run.Message.Length > 0)
        {
            yield return SafeText.Of(mask.Apply(run.Message));
        }
        else if (run.AbortReason.Length > 0)
        {
            yield return SafeText.Of(mask.Apply($"Aborted by {run.AbortReason}"));
        }

        foreach (var (name, value) in run.Inputs.Names.Select(n => (n, run.Inputs[n])))
        {
            yield return ink.Dim($"input {name} = {TextWidth.Cut(TextWidth.Plain(value.ToText()), 80)}");
        }

        if (run.Checkpoints.Count > 0)
        {
            yield return ink.Dim($"checkpoints: {string.Join(", ", run.Checkpoints)}");
        }

        yield return "";
        var shown = 0;
        foreach (var (node, depth) in Tree(run, 0, 0))
        {
            if (++shown > MostNodes)
            {
                yield return $"... and more: {run.Count - 1} steps and groups in all. --json tells every one.";
                yield break;
            }

            yield return Line(run, node, depth, mask, now, ink);
        }
    }

    /// <summary>The mark of a status.</summary>
    public static string Mark(NodeStatus status, Ink ink) => status switch
    {
        NodeStatus.Succeeded => ink.Green("✓"),
        NodeStatus.Failed => ink.Red("✗"),
        NodeStatus.Running => ink.Cyan("▶"),
        NodeStatus.RetryWait => ink.Yellow("↻"),
        NodeStatus.Skipped => ink.Dim("-"),
        NodeStatus.Blocked => ink.Yellow("⊘"),
        NodeStatus.Cancelled => ink.Yellow("■"),
        _ => ink.Dim("·"),
    };

    private static IEnumerable<(int Node, int Depth)> Tree(RunState run, int root, int depth)
    {
        // Groups may be nested as deep as a plan likes: a stack of our own.
        var stack = new Stack<(int Node, int Depth)>();
        stack.Push((root, depth - 1));
        while (stack.TryPop(out var at))
        {
            if (at.Node != root)
            {
                yield return at;
            }

            var members = run.MembersOf(at.Node).ToArray();
            for (var i = members.Length - 1; i >= 0; i--)
            {
                stack.Push((members[i], at.Depth + 1));
            }
        }
    }

    private static string Line(RunState run, int node, int depth, SecretMask mask, DateTimeOffset now, Ink ink)
    {
        var status = run.StatusOf(node);
        var indent = new string(' ', depth * 2);
        var name = $"{indent}{Mark(status, ink)} {(run.SpecOf(node) is GroupSpec ? ink.Bold(run.IdOf(node)) : run.IdOf(node))}";
        var about = new List<string>();
        if (status is not (NodeStatus.Succeeded or NodeStatus.Waiting))
        {
            about.Add(RunOutcome.Word(status));
        }

        if (run.StartedAt(node) is { } start)
        {
            about.Add(Words.Of((run.EndedAt(node) ?? (run.HasEnded ? run.LastFactAt : now)) - start));
        }

        if (run.QuestionOf(node) is { Length: > 0 } question)
        {
            about.Add($"asks: {SafeText.Of(mask.Apply(question))}");
        }

        if (run.AttemptsOf(node) > 1)
        {
            about.Add($"{run.AttemptsOf(node)} attempts");
        }

        if (status is NodeStatus.Failed && run.LastEndOf(node) is { } end)
        {
            about.Add(Words.EndOf(end));
        }

        if (status is NodeStatus.Blocked or NodeStatus.Cancelled && run.CauseOf(node) is >= 0 and var cause)
        {
            about.Add($"because of {run.IdOf(cause)}");
        }

        return about.Count == 0 ? name : $"{name}  {ink.Dim(string.Join(", ", about))}";
    }

    private static string Coloured(RunState run, string status, Ink ink) => run.Status switch
    {
        RunStatus.Succeeded => ink.Green(status),
        RunStatus.Failed or RunStatus.TimedOut or RunStatus.Aborted => ink.Red(status),
        _ => ink.Yellow(status),
    };
}
