using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Executors.InProcess;
using Tasker.Storage.Sqlite;

namespace Tasker.Bench;

/// <summary>An engine with the durable journal whose steps run in this process.</summary>
internal static class Engines
{
    public const string Kind = "noop";

    public static Workflow Workflow(int[][] needs, params ReadOnlySpan<StepSpec> more)
    {
        var action = new StepAction.Custom(Kind, Value.Map.Empty);
        return new Workflow
        {
            Name = "bench",
            FrontDoor = "bench",
            Root = new GroupSpec
            {
                Id = "",
                Members =
                [
                    .. needs.Select((n, i) => new StepSpec
                    {
                        Id = Plans.Name(i),
                        Action = action,
                        Needs = [.. n.Select(m => new Need(Plans.Name(m)))],
                    }),
                    .. more.ToArray(),
                ],
            },
        };
    }

    public static SqliteJournal Journal(string folder) => new(System.IO.Path.Combine(folder, "tasker.db"), TimeProvider.System, _ => false);

    public static EngineParts Parts(IJournal journal, string folder, StepHandler? handler = null) => new()
    {
        Journal = journal,
        Executors = [new HandlerExecutor(
            handler is null ? new Dictionary<string, StepHandler>() : new Dictionary<string, StepHandler> { [Kind] = handler })],
        Owner = new OwnerIdentity("bench", "", Environment.ProcessId, 0),
        Options = new EngineOptions { Root = folder, LogFolder = System.IO.Path.Combine(folder, "logs") },
    };
}
