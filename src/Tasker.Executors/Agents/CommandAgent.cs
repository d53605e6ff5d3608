using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Logs;
using Tasker.Executors.Processes;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Agents;

/// <summary>Asks agents that are commands, as <c>tasker.yaml</c> configures them.</summary>
/// <remarks>
/// <para>What is asked is one text. It comes from a file, also as standard input, so that no pipe can block; the file stays beside
/// the log, to show what
/// was asked.</para>
/// <para>The work outlives its owner: a crash of Tasker neither ends it nor loses its answer. It is asked to stop by SIGINT, which
/// agents take as "end this turn and say what it cost".</para>
/// <para>Success is exit code 0, no word of failure in what it says at the end, and all promised outputs. Its answer is the output
/// <c>answer</c>: the <c>result</c> of a JSON object in its last line, else the last 64 KiB of what it wrote to standard output.</para>
/// </remarks>
/// <param name="host">The machine.</param>
/// <param name="secrets">Variables whose values are masked.</param>
internal sealed class CommandAgent(ProcessHost host, ImmutableSortedSet<string> secrets)
{
    /// <summary>The output that holds the answer.</summary>
    public const string Answer = "answer";

    private const string PromptPlace = "{prompt}";
    private const string ModelPlace = "{model}";
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    // Linux takes no single argument of 128 KiB or more.
    private const int LongestArgument = (128 << 10) - 1;

    private readonly AttemptRunner _runner = new(host);

    /// <summary>Takes a turn.</summary>
    public async Task<AgentEnd> AskAsync(AgentQuestion question, AgentTurn turn, CancellationToken stop)
    {
        var plan = Plan(question, turn);
        if (Problem(question, plan) is { } wrong)
        {
            return new AgentEnd(AttemptEnd.Failure(wrong));
        }

        if (!stop.IsCancellationRequested)
        {
            try
            {
                turn.Take(question, host.Time.GetUtcNow());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new AgentEnd(AttemptEnd.Failure($"The prompt cannot be written: {e.Message}"));
            }
        }

        var run = await _runner.RunAsync(plan, question.Attempt.Observer, stop);
        if (run.Failure?.Code is { } code)
        {
            ExitRecord.Write(plan.RecordPath!, code);
        }

        return End(question, turn, plan, run);
    }

    /// <summary>Goes on with a turn that an earlier owner took. Whatever is left of it when its end is unknown is stopped.</summary>
    public async Task<AgentEnd> ReattachAsync(AgentQuestion question, AgentTurn turn, CancellationToken stop)
    {
        // Settings may have changed meanwhile; going on needs none of them.
        var plan = Plan(question, turn);
        var handle = AttemptHandle.Parse(question.Attempt.Handle);
        var run = await _runner.ReattachAsync(plan, handle?.RecordPath == plan.RecordPath ? handle : null, question.Attempt.Observer, stop);
        return run is null ? new AgentEnd(AttemptEnds.Lost(question.Attempt.Order)) : End(question, turn, plan, run);
    }

    /// <summary>The end of a turn after which an earlier owner took another one; null when it is not known.</summary>
    public AgentEnd? Recall(AgentQuestion question, AgentTurn turn)
    {
        var plan = Plan(question, turn);
        return AttemptRunner.Recall(plan) is { } run ? End(question, turn, plan, run) : null;
    }

    private static string? Problem(AgentQuestion question, AttemptPlan plan)
    {
        var (order, agent) = (question.Attempt.Order, question.Agent);
        var longest = plan.Arguments.Max(Encoding.UTF8.GetByteCount);
        return (agent.Command.Length == 0 ? $"The agent '{agent.Name}' answers only inside a program that registers it." : null)
            ?? RunPlan.FolderProblem(order.Root, order.WorkingDirectory)
            ?? EnvironmentRules.Problem(Named(order, agent))
            ?? (plan.Arguments.Any(a => a.Contains('\0')) ? "The prompt or an argument holds a NUL character." : null)
            ?? (longest > LongestArgument
                ? $"The prompt is too long for an argument ({longest} bytes). Set 'prompt: stdin' or 'prompt: file' for the agent "
                  + $"'{agent.Name}' in tasker.yaml."
                : null);
    }

    private static IEnumerable<KeyValuePair<string, string>> Named(AttemptOrder order, AgentSettings agent) =>
        agent.Env.Concat(((StepAction.Agent)order.Action).Env).Concat(order.Env);

    private static ImmutableArray<string> Arguments(AgentQuestion question, AgentTurn turn)
    {
        var agent = question.Agent;
        var prompt = agent.Prompt is PromptBy.File ? turn.PromptPath : question.Prompt;
        var isPath = agent.Command.Contains('/') && !Path.IsPathRooted(agent.Command);
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.Add(isPath ? Path.Combine(turn.Order.Root, agent.Command) : agent.Command);
        if (question.Model is { } model)
        {
            arguments.AddRange(agent.ModelArguments.Select(a => a.Replace(ModelPlace, model, StringComparison.Ordinal)));
        }

        // A prompt that holds the place of a model or of a prompt is left as it is: each argument is filled in once.
        arguments.AddRange(agent.Arguments.Select(a => a.Replace(PromptPlace, prompt, StringComparison.Ordinal)));
        if (agent.Prompt is not PromptBy.StandardInput
            && !agent.Arguments.Any(a => a.Contains(PromptPlace, StringComparison.Ordinal)))
        {
            arguments.Add(prompt);
        }

        return arguments.ToImmutable();
    }

    private AttemptPlan Plan(AgentQuestion question, AgentTurn turn)
    {
        var (order, agent) = (question.Attempt.Order, question.Agent);
        return new AttemptPlan
        {
            Arguments = Arguments(question, turn),
            Environment = host.Environment.For(
                agent.PassEnv, Named(order, agent), RunPlan.Variables(order), order.SecretNames.Union(secrets)),
            Directory = order.WorkingDirectory,
            Markers = ProcessMark.Entries(order),
            LogPath = order.LogPath,
            OutputPath = order.OutputPath,
            LogLimit = order.LogLimit,
            Grace = order.Grace,
            StdinPath = agent.Prompt is PromptBy.StandardInput ? turn.PromptPath : null,
            Ask = Signals.Interrupt,
            Stdout = StdoutPart.Tail,
            RecordPath = RunPlan.RecordPath(order with { Survives = true }, turn.Suffix),
            Suffix = turn.Suffix,
            MemoryLimit = agent.MemoryLimit,
            Background = order.Background,
            TellsLines = true,
        };
    }

    private static AgentEnd End(AgentQuestion question, AgentTurn turn, AttemptPlan plan, AttemptRun run)
    {
        var mask = plan.Environment.Mask;
        LogFinish.Run(turn.PromptPath, long.MaxValue, mask);
        var answer = AgentAnswer.Read(mask.Apply(run.Stdout));
        var end = AttemptEnds.Of(turn.Order, plan, run with { Stdout = answer.Text });
        var isUnavailable = end is { Outcome: AttemptOutcome.Failed, ExitCode: { } code }
            && (code is NotExecutable or NotFound || question.Agent.UnavailableExitCodes.Contains(code));
        if (end.Outcome is AttemptOutcome.Succeeded && answer.IsError)
        {
            end = end with { Outcome = AttemptOutcome.Failed, Message = $"The agent says that it failed: {Short(answer.Text)}" };
        }

        return new AgentEnd(end with { Outputs = end.Outputs.With(Answer, Value.Of(answer.Text)), Usage = answer.Usage }, isUnavailable);
    }

    private static string Short(string text) => text.Length <= 500 ? text : string.Concat(text.AsSpan(0, 500), "…");
}
