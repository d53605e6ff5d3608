using Tasker.Core.Runs;

namespace Tasker.Bench;

internal static class Endings
{
    /// <summary>A time of a run that failed is no measurement.</summary>
    public static void MustSucceed(RunState run)
    {
        if (run.Status is not RunStatus.Succeeded)
        {
            throw new InvalidOperationException($"The run ended as {run.Status}: {run.Message}");
        }
    }
}
