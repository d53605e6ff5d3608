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
/// <para>What is asked is one text: the agent file's, each skill's, the step's. It comes from a file, also as standard input, so that no
/// pipe can block; the file stays beside the log, to show what was asked.</para>
/// <para>The run outlives its owner: a crash of Tasker neither ends it nor loses its answer. It is asked to stop by SIGINT, which
/// agents take as "end this turn and say what it cost".</para>
/// <para>Success is exit code 0, no word of failure in what it says at the end, and all promised outputs. Its answer is the output
/// <c>answer</c>: the <c>result</c> of a JSON object in its last line, else the last 64 KiB of what it wrote to standard output.</para>
/// </remarks>
/// <param name="host">The machine.</param>
/// <param name="settings">The agents.</param>
public sealed class CommandAgent(ProcessHost host, ProjectSettings settings) : IExecutor
{
    private const string PromptPlace = "{prompt}";
    private const string ModelPlace = "{model}";
    private const string Answer = "answer";

    // Linux takes no single argument of 128 KiB or more.
    private const int LongestArgument = (128 << 10) - 1;

    private readonly AttemptRunner _runner = new(host);

    /// <inheritdoc/>
    public bool Does(StepAction action) => action is StepAction.Agent;

    /// <inheritdoc/>
    public async Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(observer);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (assignment, problem) = AgentAssignment.Of(order, settings);
        if (assignment is null)
        {
            return AttemptEnd.Failure(problem);
        }

        var plan = Plan(order, assignment);
        if (Problem(order, plan, assignment) is { } wrong)
        {
            return AttemptEnd.Failure(wrong);
        }

        try
        {
            WritePrompt(PromptPath(order), assignment.Prompt);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return AttemptEnd.Failure($"The prompt cannot be written: {e.Message}");
        }

        return End(order, plan, await _runner.RunAsync(plan, observer, stop));
    }

    /// <inheritdoc/>
    public async Task<AttemptEnd> ReattachAsync(
        AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(observer);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // Files and settings may have changed meanwhile; going on needs none of them.
        var assignment = AgentAssignment.Of(order, settings).Assignment
            ?? new AgentAssignment(new AgentSettings { Name = "", Command = "" }, null, "");
        var plan = Plan(order, assignment);
        var run = await _runner.ReattachAsync(plan, AttemptHandle.Parse(handle), observer, stop);
        return run is null ? AttemptEnds.Lost(order) : End(order, plan, run);
    }

    private static string PromptPath(AttemptOrder order) =>
        (order.LogPath.Length > 0 ? order.LogPath : order.OutputPath) + ".prompt.md";

    private static void WritePrompt(string path, string prompt)
    {
        File.Delete(path);
        using var file = LogFile.Open(path);
        file.Append(Encoding.UTF8.GetBytes(prompt));
    }

    private static string? Problem(AttemptOrder order, AttemptPlan plan, AgentAssignment assignment)
    {
        var longest = plan.Arguments.Max(Encoding.UTF8.GetByteCount);
        return RunPlan.FolderProblem(order.Root, order.WorkingDirectory)
            ?? EnvironmentRules.Problem(Named(order, assignment.Settings))
            ?? (plan.Arguments.Any(a => a.Contains('\0')) ? "The prompt or an argument holds a NUL character." : null)
            ?? (longest > LongestArgument
                ? $"The prompt is too long for an argument ({longest} bytes). Set 'prompt: stdin' or 'prompt: file' for the agent "
                  + $"'{assignment.Settings.Name}' in tasker.yaml."
                : null);
    }

    private static IEnumerable<KeyValuePair<string, string>> Named(AttemptOrder order, AgentSettings agent) =>
        agent.Env.Concat(((StepAction.Agent)order.Action).Env).Concat(order.Env);

    private static ImmutableArray<string> Arguments(AttemptOrder order, AgentAssignment assignment)
    {
        var (agent, path) = (assignment.Settings, PromptPath(order));
        var prompt = agent.Prompt is PromptBy.File ? path : assignment.Prompt;
        var isPath = agent.Command.Contains('/') && !Path.IsPathRooted(agent.Command);
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.Add(isPath ? Path.Combine(order.Root, agent.Command) : agent.Command);
        if (assignment.Model is { } model)
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

    private AttemptPlan Plan(AttemptOrder order, AgentAssignment assignment)
    {
        var agent = assignment.Settings;
        return new AttemptPlan
        {
            Arguments = Arguments(order, assignment),
            Environment = host.Environment.For(
                agent.PassEnv, Named(order, agent), RunPlan.Variables(order),
                order.SecretNames.Union(settings.Secrets)),
            Directory = order.WorkingDirectory,
            Markers = RunPlan.Markers(order.Key),
            LogPath = order.LogPath,
            OutputPath = order.OutputPath,
            LogLimit = order.LogLimit,
            Grace = order.Grace,
            StdinPath = agent.Prompt is PromptBy.StandardInput ? PromptPath(order) : null,
            Ask = Signals.Interrupt,
            Stdout = StdoutPart.Tail,
            RecordPath = RunPlan.RecordPath(order with { Survives = true }),
            Background = order.Background,
            TellsLines = true,
        };
    }

    private static AttemptEnd End(AttemptOrder order, AttemptPlan plan, AttemptRun run)
    {
        var mask = plan.Environment.Mask;
        LogFinish.Run(PromptPath(order), long.MaxValue, mask);
        var answer = AgentAnswer.Read(mask.Apply(run.Stdout));
        var end = AttemptEnds.Of(order, plan, run with { Stdout = answer.Text });
        if (end.Outcome is AttemptOutcome.Succeeded && answer.IsError)
        {
            end = end with { Outcome = AttemptOutcome.Failed, Message = $"The agent says that it failed: {Short(answer.Text)}" };
        }

        return end with { Outputs = end.Outputs.With(Answer, Value.Of(answer.Text)), Usage = answer.Usage };
    }

    private static string Short(string text) => text.Length <= 500 ? text : string.Concat(text.AsSpan(0, 500), "…");
}
