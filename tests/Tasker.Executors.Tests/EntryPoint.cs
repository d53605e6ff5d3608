using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Executors.Processes;

namespace Tasker.Executors.Tests;

/// <summary>The test assembly as a program: an owner that starts one attempt, tells its handle, and is killed by SIGKILL.</summary>
internal static class EntryPoint
{
    /// <param name="arguments">Kind (foreground, background, survivor, agent, schema, fallback), root, name of the step, command
    /// line.</param>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var kind, var root, var name, var line])
        {
            return 2;
        }

        using var host = ProcessHost.Create(TimeProvider.System);
        var order = Order(kind, root, name, line);
        IExecutor executor = IsAgent(kind) ? new AgentExecutor(host, Agent(line, kind)) : new ProcessExecutor(host);
        var end = await executor.RunAsync(order, new Teller(), CancellationToken.None);
        Console.WriteLine($"end {end.Outcome} {end.ExitCode}");
        return 0;
    }

    /// <summary>The same order in the owner that is killed and in the test that goes on.</summary>
    public static AttemptOrder Order(string kind, string root, string name, string line) => new()
    {
        Key = $"{Path.GetFileName(root)}/{name}/1",
        RunId = Path.GetFileName(root),
        StepId = name,
        Attempt = 1,
        Action = IsAgent(kind)
            ? new StepAction.Agent(
                "", "Say something.", [], null, ImmutableSortedDictionary<string, string>.Empty, kind == "schema" ? Verdict : null)
            : new StepAction.Run(CommandSpec.Shell(line)),
        Background = kind == "background" ? new BackgroundSpec() : null,
        Survives = kind == "survivor",
        Root = root,
        WorkingDirectory = root,
        LogPath = Path.Combine(root, $"{name}.log"),
        OutputPath = Path.Combine(root, $"{name}.output"),
        Env = ImmutableSortedDictionary<string, string>.Empty.Add("API_KEY", "k-123456"),
    };

    /// <summary>Settings with an agent that is a shell line; in the kind <c>fallback</c> it stands in for one that is not there.</summary>
    public static ProjectSettings Agent(string line, string kind = "agent")
    {
        var stub = new AgentSettings { Name = "stub", Command = "sh", Arguments = ["-c", line], TimeLimit = TimeSpan.FromHours(1) };
        var agents = ImmutableSortedDictionary<string, AgentSettings>.Empty.Add("stub", stub);
        return kind == "fallback"
            ? new ProjectSettings
            {
                Agents = agents.Add("gone", stub with { Name = "gone", Command = "no-such-program", Fallback = "stub" }),
                DefaultAgent = "gone",
            }
            : new ProjectSettings { Agents = agents };
    }

    private static Value Verdict { get; } = ValueJson.Read("""{"type":"object","required":["verdict"]}""");

    private static bool IsAgent(string kind) => kind is "agent" or "schema" or "fallback";

    private sealed class Teller : IAttemptObserver
    {
        public void Began(string handle) => Console.WriteLine($"began {handle}");

        public void Ready() => Console.WriteLine("ready");

        public void Progress(string text)
        {
        }

        public void Ending()
        {
        }
    }
}
