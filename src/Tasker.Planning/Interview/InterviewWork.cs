using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.SpecReview;
using Tasker.Planning.States;

namespace Tasker.Planning.Interview;

/// <summary>The work between the agents that make a specification. What was answered is kept at once; each part can be done again.</summary>
/// <param name="files">Where the parts lie.</param>
/// <param name="time">The clock.</param>
/// <param name="ask">Asks a person; null for an answer: nobody is there.</param>
internal sealed class InterviewWork(InterviewFiles files, TimeProvider time, Func<string, CancellationToken, Task<string?>> ask)
{
    private const string Problem = "problem";
    private const string Blocking = "blocking";

    private SpecSession Session => SpecSession.Read(files.Target);

    /// <summary>Asks for the scope, as far as it is not known.</summary>
    /// <returns>Why it cannot be gone on with; null when it can.</returns>
    public async Task<string?> ScopeAsync(CancellationToken cancellationToken)
    {
        foreach (var question in ScopeQuestions.All)
        {
            var field = SpecField.Of(question.Field);
            while (!IsKnown(question, field))
            {
                if (await ask(question.Question, cancellationToken) is not { } answer)
                {
                    return Nobody(question.Question);
                }

                if (answer.Length > 0 || !question.IsNeeded)
                {
                    await KeepAsync(session => field.Set(session, field.IsList ? answer.Split(';') : [answer], add: false), cancellationToken);
                }
            }
        }

        await ReachAsync(SpecPhases.Clarify, cancellationToken);
        return null;
    }

    /// <summary>What an agent is told; null when there is nothing for it to do.</summary>
    public string? Brief(string agent, int round)
    {
        var session = Session;
        return IsWritten(session) || (agent == InterviewNames.Interviewer && InterviewQuestions.Read(files.Questions(round)).Questions is not null)
            ? null
            : InterviewPrompt.For(files, agent, round, session.Text(Problem) is { Length: > 0 } problem ? problem : null);
    }

    /// <summary>What is wrong with what an agent has left behind; null when it is good.</summary>
    public async Task<string?> CheckAsync(string agent, int round, CancellationToken cancellationToken)
    {
        var isWriter = agent == InterviewNames.Writer;
        var problem = isWriter ? await WrittenProblemAsync(cancellationToken)
            : IsWritten(Session) ? null
            : InterviewQuestions.Read(files.Questions(round)).Problem;
        await KeepAsync(
            session =>
            {
                session.Set(Problem, problem is null ? null : JsonValue.Create(problem));
                if (problem is null && isWriter)
                {
                    session.Set("adrs", DecisionRecords.Of(files.Target).Select(record => Path.GetFileName(record.Path)));
                }
            },
            cancellationToken);
        if (problem is null && isWriter)
        {
            await ReachAsync(SpecPhases.Review, cancellationToken);
        }

        return problem;
    }

    /// <summary>Asks the questions of a round that are not answered yet.</summary>
    /// <returns>Whether another round makes sense, or why it cannot be gone on with.</returns>
    public async Task<(bool HasMore, string? Problem)> AskAsync(int round, CancellationToken cancellationToken)
    {
        var (questions, problem) = InterviewQuestions.Read(files.Questions(round));
        if (questions is null)
        {
            return (false, IsWritten(Session) ? null : problem);
        }

        var log = new DiscoveryLog(files.Target);
        log.BeginRound(round);
        foreach (var question in questions.All)
        {
            var told = question.Question
                + (question.Why.Length > 0 ? $"\n  {question.Why}" : "")
                + (question.Options.Count > 0 ? $"\n  For example: {string.Join("; ", question.Options)}" : "");
            if (!Session.IsAsked(question.Question) && !await AnswerAsync(question.Question, told, question.IsBlocking, cancellationToken))
            {
                return (false, Nobody(question.Question));
            }

            // Behind the session, and looked for: a crash between the two neither loses the line nor doubles it.
            log.TellOnce(question.Question, Session.AnswerTo(question.Question) ?? "(no answer)");
        }

        await KeepAsync(session => session.Set("rounds", JsonValue.Create(Math.Max(round, session.Whole("rounds") ?? 0))), cancellationToken);
        return (!questions.IsDone && round < InterviewTranslator.MostRounds, null);
    }

    /// <summary>Asks what is still open and must not be, then the gate: the same one that <c>tasker spec session gate</c> asks.</summary>
    /// <returns>Why nothing may be written yet; null when it may.</returns>
    public async Task<string?> GateAsync(CancellationToken cancellationToken)
    {
        if (IsWritten(Session))
        {
            return null;
        }

        await KeepAsync(session => session.Set("phase", JsonValue.Create(SpecPhases.Gate)), cancellationToken);
        foreach (var question in Session.Open(Blocking))
        {
            if (!await AnswerAsync(question, $"This must be known before anything is written: {question}", isBlocking: true, cancellationToken))
            {
                return Nobody(question);
            }

            new DiscoveryLog(files.Target).TellOnce(question, Session.AnswerTo(question) ?? "(no answer)");
        }

        return SpecGate.Issues(Session) is { Count: > 0 } issues
            ? $"The specification cannot be written; its gate is closed: {string.Join("; ", issues)}. 'tasker specify' goes on with it."
            : null;
    }

    /// <summary>Reviews what was written, and asks about what is critical. Decisions are kept beside the specification.</summary>
    /// <returns>Why it is not done; null when it is.</returns>
    public async Task<string?> ReviewAsync(CancellationToken cancellationToken)
    {
        var spec = await File.ReadAllBytesAsync(files.Spec, cancellationToken);
        var review = ReviewAnswers.Analyze(spec, [], time.GetUtcNow()).Json;
        await JsonFile.WriteAsync(files.Review, review, cancellationToken);
        var decided = JsonFile.TryRead(files.Resolutions, "The file of resolutions") is { } node ? new ResolutionDocument(node) : ResolutionDocument.Empty();
        foreach (var weakness in review.Items("weaknesses").OfType<JsonObject>().Where(one => one.Text("severity") == Weakness.Critical && decided.Of(one.Text("id")!) is null))
        {
            var told = $"{weakness.Text("id")}: {weakness.Text("description")}\n  How is it meant? (An answer that begins with 'no' says that it does not apply.)";
            string? answer;
            do
            {
                answer = await ask(told, cancellationToken);
            }
            while (answer is { Length: 0 });
            if (answer is null)
            {
                return Nobody(told);
            }

            decided.Put(weakness.Text("id")!, answer.StartsWith("no", StringComparison.OrdinalIgnoreCase) ? "not_applicable" : "clarified", answer, null, null, Timestamps.Text(time.GetUtcNow()));
            await JsonFile.WriteAsync(files.Resolutions, decided.Node, cancellationToken);
        }

        await ReachAsync(SpecPhases.Complete, cancellationToken);
        return null;
    }

    private async Task<string?> WrittenProblemAsync(CancellationToken cancellationToken)
    {
        if (new[] { files.Spec, files.CapabilityMap }.FirstOrDefault(path => new FileInfo(path) is not { Exists: true, Length: > 0 }) is { } missing)
        {
            return $"'{missing}' was not written.";
        }

        if (ArtifactCheck.CapabilityMap(files.CapabilityMap).Problems is { Count: > 0 } wrong)
        {
            return $"The capability map is not valid: {string.Join("; ", wrong)}";
        }

        try
        {
            await FsmAnswers.CompileAsync(files.CapabilityMap, isCapabilityMap: true, files.Spec, files.Fsm, files.Slug, cancellationToken);
            await FsmAnswers.DrawAsync(files.Fsm, null, notes: true, cancellationToken);
            return null;
        }
        catch (PlanningException refused)
        {
            return $"No state machine can be compiled from the capability map: {refused.Message}";
        }
    }

    private static string Nobody(string question) => $"Nobody is there to answer: {question.Split('\n')[0]} 'tasker specify' at a terminal goes on with it.";

    private bool IsKnown(ScopeQuestions.One question, SpecField field) =>
        Session is var session && (question.IsNeeded ? field.Of(session).Count > 0 : session.Scope.ContainsKey(question.Field));

    /// <summary>True when the specification was written and nobody has taken it away: its agents have nothing more to do.</summary>
    private bool IsWritten(SpecSession session) => !SpecPhases.IsBefore(session.Phase, SpecPhases.Review) && File.Exists(files.Spec) && File.Exists(files.CapabilityMap);

    /// <returns>False when nobody is there.</returns>
    private async Task<bool> AnswerAsync(string question, string told, bool isBlocking, CancellationToken cancellationToken)
    {
        if (await ask(told, cancellationToken) is not { } answer)
        {
            return false;
        }

        await KeepAsync(session => session.Answer(question, answer, isBlocking, time.GetUtcNow()), cancellationToken);
        return true;
    }

    /// <summary>Sets the phase; never back.</summary>
    private Task ReachAsync(string phase, CancellationToken cancellationToken) => KeepAsync(
        session => session.Set("phase", JsonValue.Create(SpecPhases.IsBefore(session.Phase, phase) ? phase : session.Phase)), cancellationToken);

    /// <summary>Changes the session as it is now: commands may change it, too, while a person thinks.</summary>
    private async Task KeepAsync(Action<SpecSession> change, CancellationToken cancellationToken)
    {
        using var held = await new SessionAnswers(files.Target, time).LockAsync(cancellationToken);
        Leftovers.Remove(Path.GetDirectoryName(SpecSession.PathOf(files.Target))!);
        var session = Session;
        change(session);
        await session.SaveAsync(cancellationToken);
    }
}
