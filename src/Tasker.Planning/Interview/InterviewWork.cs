using System.Text.Json.Nodes;
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

    /// <summary>Asks for the scope, as far as it is not known.</summary>
    public async Task<string?> ScopeAsync(CancellationToken cancellationToken)
    {
        var session = SpecSession.Read(files.Target);
        foreach (var question in ScopeQuestions.All.Where(one => !session.Scope.ContainsKey(one.Field)))
        {
            string? answer;
            do
            {
                answer = await ask(question.Question, cancellationToken);
            }
            while (answer is { Length: 0 } && question.IsNeeded);
            if (answer is null)
            {
                return Nobody(question.Question);
            }

            var field = SpecField.Of(question.Field);
            field.Set(session, field.IsList ? answer.Split(';') : [answer], add: false);
            await session.SaveAsync(cancellationToken);
        }

        await SetPhaseAsync(session, SpecPhases.Clarify, cancellationToken);
        return null;
    }

    /// <summary>What an agent is told; null when there is nothing for it to do.</summary>
    public string? Brief(string agent, int round)
    {
        var session = SpecSession.Read(files.Target);
        return (agent == InterviewNames.Interviewer && InterviewQuestions.Read(files.Questions(round)).Questions is not null) || session.Phase is SpecPhases.Review or SpecPhases.Complete
            ? null
            : InterviewPrompt.For(files, agent, round, session.Text(Problem) is { Length: > 0 } problem ? problem : null);
    }

    /// <summary>What is wrong with what an agent has left behind; null when it is good.</summary>
    public async Task<string?> CheckAsync(string agent, int round, CancellationToken cancellationToken)
    {
        var session = SpecSession.Read(files.Target);
        var problem = agent == InterviewNames.Interviewer ? InterviewQuestions.Read(files.Questions(round)).Problem : await WrittenProblemAsync(cancellationToken);
        session.Set(Problem, problem is null ? null : JsonValue.Create(problem));
        if (problem is null && agent == InterviewNames.Writer && session.Phase != SpecPhases.Complete)
        {
            session.Set("adrs", Directory.EnumerateFiles(files.Adrs, "ADR-*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
            session.Set("phase", SpecPhases.Review);
        }

        await session.SaveAsync(cancellationToken);
        return problem;
    }

    /// <summary>Asks the questions of a round that are not answered yet.</summary>
    /// <returns>Whether another round makes sense, or why it cannot be gone on with.</returns>
    public async Task<(bool HasMore, string? Problem)> AskAsync(int round, CancellationToken cancellationToken)
    {
        var (questions, problem) = InterviewQuestions.Read(files.Questions(round));
        if (questions is null)
        {
            return (false, problem);
        }

        var session = SpecSession.Read(files.Target);
        var log = new DiscoveryLog(files.Target);
        log.BeginRound(round);
        foreach (var question in questions.All.Where(one => !session.IsAsked(one.Question)))
        {
            var told = question.Question
                + (question.Why.Length > 0 ? $"\n  {question.Why}" : "")
                + (question.Options.Count > 0 ? $"\n  For example: {string.Join("; ", question.Options)}" : "");
            if (await ask(told, cancellationToken) is not { } answer)
            {
                return (false, Nobody(question.Question));
            }

            session.Answer(question.Question, answer, question.IsBlocking, time.GetUtcNow());
            await session.SaveAsync(cancellationToken);
            log.Tell(question.Question, answer.Length == 0 ? "(no answer)" : answer);
        }

        session.Set("rounds", JsonValue.Create(round));
        var isLast = questions.IsDone || round == InterviewTranslator.MostRounds;
        await session.SaveAsync(cancellationToken);
        if (isLast && session.Open("blocking") is { Count: > 0 } open)
        {
            return (false, $"The specification cannot be written without an answer to: {string.Join(" / ", open)} Answer with 'tasker specify'.");
        }

        return (!isLast, null);
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

        await SetPhaseAsync(SpecSession.Read(files.Target), SpecPhases.Complete, cancellationToken);
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

    private static Task SetPhaseAsync(SpecSession session, string phase, CancellationToken cancellationToken)
    {
        session.Set("phase", JsonValue.Create(phase));
        return session.SaveAsync(cancellationToken);
    }
}
