using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Interview;

/// <summary>The session of a target directory, step by step: what <c>tasker specify</c> does in an interview, for scripts and agents.</summary>
/// <param name="target">The target directory; absolute.</param>
/// <param name="time">The clock.</param>
public sealed class SessionAnswers(string target, TimeProvider time)
{
    private const string Blocking = "blocking";
    private const string Others = "non_blocking";

    private readonly DiscoveryLog _log = new(target);

    /// <summary>The target directory of the nearest session upwards; the folder itself where there is none.</summary>
    /// <param name="directory">Where to begin; absolute.</param>
    public static string Find(string directory)
    {
        for (var at = directory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(SpecSession.PathOf(at)))
            {
                return at;
            }
        }

        return directory;
    }

    /// <summary>Begins a session.</summary>
    /// <param name="force">True: one that is there and not complete is put aside.</param>
    /// <exception cref="PlanningException">There is one already, or no such directory.</exception>
    public async Task<PlanningAnswer> BeginAsync(string topic, bool force, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(target))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no target directory '{target}'. Make it first.");
        }

        if (string.IsNullOrWhiteSpace(topic))
        {
            throw new PlanningException(PlanningCodes.Usage, "What is to be specified is empty.");
        }

        using var held = await LockAsync(cancellationToken);
        if (SpecSession.TryRead(target) is { } there && there.Phase != SpecPhases.Complete && !force)
        {
            throw new PlanningException(
                PlanningCodes.Exists, $"A session about '{there.Topic}' is not complete: phase {there.Phase}. 'tasker spec session status' shows it; --force puts it aside and begins anew.");
        }

        var session = await SpecSession.BeginAsync(target, topic.Trim(), time.GetUtcNow(), cancellationToken);
        return Done($"Session begun: {session.Topic}\nSession: {session.FilePath}\nDiscovery: {_log.Path}", session, ("session", session.FilePath), ("discovery", _log.Path));
    }

    /// <summary>How far the session is.</summary>
    /// <exception cref="PlanningException">There is none.</exception>
    public PlanningAnswer Status()
    {
        var session = Read();
        var (at, rounds) = (SpecPhases.IndexOf(session.Phase) + 1, Math.Max(_log.Rounds, (int)(session.Whole("rounds") ?? 0)));
        var (blocking, others, resolved) = (session.Open(Blocking), session.Open(Others), session.Objects("resolved_questions").Count());
        var (decisions, adrs) = (session.Objects("decisions").Count(), session.Node.Items("adrs").Count());
        var missing = SpecField.All.Take(5).Where(field => field.Of(session).Count == 0).Select(field => field.Name).ToArray();
        var text = $"""
            Topic: {session.Topic}
            Target: {target}
            Phase: {session.Phase} ({at}/{SpecPhases.All.Count})
            Rounds: {rounds}
            Questions: {blocking.Count} blocking, {others.Count} others open, {resolved} answered
            Decisions: {decisions}
            ADRs: {adrs}
            Not set: {(missing.Length == 0 ? "nothing" : string.Join(", ", missing))}
            """;
        var fields = new JsonObject();
        foreach (var field in SpecField.All)
        {
            var values = field.Of(session);
            fields[field.Name] = field.IsList ? JsonView.List(values) : values.Count == 0 ? null : values[0];
        }

        return new PlanningAnswer(text, new JsonObject
        {
            ["topic"] = session.Topic,
            ["target_dir"] = target,
            ["phase"] = session.Phase,
            ["phase_index"] = at,
            ["phase_count"] = SpecPhases.All.Count,
            ["rounds"] = rounds,
            ["questions"] = new JsonObject { [Blocking] = JsonView.List(blocking), [Others] = JsonView.List(others), ["resolved"] = session.Node["resolved_questions"]?.DeepClone() ?? new JsonArray() },
            ["decisions"] = session.Node["decisions"]?.DeepClone() ?? new JsonArray(),
            ["adrs"] = session.Node["adrs"]?.DeepClone() ?? new JsonArray(),
            ["fields"] = fields,
        }, Passed: true);
    }

    /// <summary>Whether the session knows enough to be written down.</summary>
    /// <exception cref="PlanningException">There is none.</exception>
    public PlanningAnswer Gate()
    {
        var issues = SpecGate.Issues(Read());
        var text = issues.Count == 0 ? "Gate PASSED - ready for export" : $"Gate FAILED\n{string.Join('\n', issues.Select(issue => $"  - {issue}"))}";
        return new PlanningAnswer(text, new JsonObject { ["passed"] = issues.Count == 0, ["issues"] = JsonView.List(issues) }, issues.Count == 0);
    }

    /// <summary>Goes to the next phase when the session knows what this one asks for.</summary>
    /// <param name="force">True: whatever is missing.</param>
    /// <exception cref="PlanningException">Something is missing.</exception>
    public Task<PlanningAnswer> AdvanceAsync(bool force, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            var (from, at) = (session.Phase, SpecPhases.IndexOf(session.Phase));
            if (from == SpecPhases.Complete)
            {
                return Done("The session is complete: there is no further phase.", session, ("from", from), ("to", from));
            }

            if (!force && SpecGate.ToLeave(session) is { Count: > 0 } reasons)
            {
                throw new PlanningException(
                    PlanningCodes.GateClosed, $"Phase {from} cannot be left: {string.Join("; ", reasons)}. --force goes on all the same.", new JsonObject { ["gate"] = from, ["reasons"] = JsonView.List(reasons) });
            }

            session.Set("phase", JsonValue.Create(SpecPhases.All[at + 1]));
            return Done($"Advanced to phase: {session.Phase}", session, ("from", from), ("to", session.Phase));
        },
        cancellationToken);

    /// <summary>Sets a part of the specification.</summary>
    /// <inheritdoc cref="SpecField.Set"/>
    public Task<PlanningAnswer> SetAsync(string name, IReadOnlyList<string> values, bool add, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            var field = SpecField.Of(name);
            field.Set(session, values, add);
            var now = field.Of(session);
            return Done(now.Count == 0 ? $"{field.Name} is not set any more" : $"{field.Name}: {string.Join("; ", now)}", session, ("field", field.Name));
        },
        cancellationToken);

    /// <summary>Keeps a question that has no answer yet. One that is there already stays as it is, but may become blocking.</summary>
    public Task<PlanningAnswer> AddQuestionAsync(string question, bool isBlocking, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            session.Ask(Told(question, "question"), isBlocking);
            _log.Tell(isBlocking ? "Question (blocking)" : "Question", question);
            return Done($"Question added{(isBlocking ? " (blocking)" : "")}: {question.Trim()}", session, ("question", question.Trim()));
        },
        cancellationToken);

    /// <summary>Keeps the answer to a question: its whole text, or the beginning of one alone.</summary>
    /// <exception cref="PlanningException">There is no such open question, or several begin so.</exception>
    public Task<PlanningAnswer> ResolveAsync(string question, string answer, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            string[] open = [.. session.Open(Blocking), .. session.Open(Others)];
            string[] meant = open.Contains(question.Trim(), StringComparer.Ordinal) ? [question.Trim()] : [.. open.Where(one => one.StartsWith(question.Trim(), StringComparison.OrdinalIgnoreCase))];
            if (meant.Length != 1)
            {
                throw new PlanningException(
                    PlanningCodes.NotFound,
                    meant.Length > 1 ? $"{meant.Length} open questions begin with '{question}': {string.Join(" / ", meant)}"
                    : $"There is no open question '{question}'. {Suggestions.DidYouMean(question, open, open.Length == 0 ? "None is open." : $"Open are: {string.Join(" / ", open)}")}");
            }

            session.Answer(meant[0], Told(answer, "answer"), isBlocking: false, time.GetUtcNow());
            _log.Tell($"Answer to '{meant[0]}'", answer);
            return Done($"Question resolved: {meant[0]}", session, ("question", meant[0]), ("resolution", answer.Trim()));
        },
        cancellationToken);

    /// <summary>Keeps a decision.</summary>
    /// <param name="adr">The record that explains it; null: none.</param>
    public Task<PlanningAnswer> DecideAsync(string decision, string? adr, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            session.Decide(Told(decision, "decision"), adr, time.GetUtcNow());
            _log.Tell(adr is null ? "Decision" : $"Decision ({adr})", decision);
            return Done($"Decision added: {decision.Trim()}", session, ("decision", decision.Trim()));
        },
        cancellationToken);

    /// <summary>The number of the next decision record.</summary>
    public PlanningAnswer NextAdr()
    {
        var number = DecisionRecords.Next(target);
        var text = number.ToString("0000", CultureInfo.InvariantCulture);
        return new PlanningAnswer(text, new JsonObject { ["number"] = number, ["id"] = $"ADR-{text}" }, Passed: true);
    }

    /// <summary>Holds the session while it is read and changed.</summary>
    internal Task<IDisposable> LockAsync(CancellationToken cancellationToken) => new ProjectLock(SpecSession.PathOf(target) + ".lock", time).TakeAsync(cancellationToken);

    private async Task<PlanningAnswer> ChangeAsync(Func<SpecSession, PlanningAnswer> change, CancellationToken cancellationToken)
    {
        Read(); // Before a lock is made where there is no session.
        using var held = await LockAsync(cancellationToken);
        var session = Read();
        var answer = change(session);
        session.Set("updated_at", JsonValue.Create(Timestamps.Text(time.GetUtcNow())));
        await session.SaveAsync(cancellationToken);
        return answer;
    }

    private SpecSession Read() => SpecSession.TryRead(target)
        ?? throw new PlanningException(PlanningCodes.NotFound, $"There is no session in '{target}'. 'tasker spec session init <topic>' begins one; --target-dir names another directory.");

    private static string Told(string text, string what) => string.IsNullOrWhiteSpace(text) ? throw new PlanningException(PlanningCodes.Usage, $"The {what} is empty.") : text.Trim();

    private static PlanningAnswer Done(string text, SpecSession session, params (string Name, string Value)[] more)
    {
        var json = new JsonObject { ["ok"] = true, ["phase"] = session.Phase };
        foreach (var (name, value) in more)
        {
            json[name] = value;
        }

        return new PlanningAnswer(text, json, Passed: true);
    }
}
