using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Planning.Metrics;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state metrics</c>, <c>planning-metrics</c>, <c>failure-metrics</c>.</summary>
internal static class MetricsCommands
{
    public static PlainCommand Execution { get; } = new((call, _) =>
    {
        var metrics = ExecutionMetrics.Of(call.Store.Read());
        return call.AnswerAsync(string.Join('\n', metrics.Lines()), metrics.ToJson);
    });

    public static PlainCommand Plan { get; } = new((call, _) =>
    {
        call.Store.Read();
        var metrics = PlanningMetrics.Of(TaskFiles.Read(call.Folder).Definitions);
        return call.AnswerAsync(string.Join('\n', PlanningMetrics.Lines(metrics)), () => metrics);
    });

    public static PlainCommand Failures { get; } = new((call, _) =>
    {
        var metrics = FailureMetrics.Of(call.Store.Read());
        return call.AnswerAsync(string.Join('\n', FailureMetrics.Lines(metrics)), () => metrics);
    });
}
