using System.Globalization;

namespace Tasker.Formats.Steps.Translation;

/// <summary>The id of one execution of one step: <c>task_6_ab12cd34</c>.</summary>
internal static class StepTaskId
{
    /// <summary>An id.</summary>
    public static string Of(int step, uint random) =>
        string.Create(CultureInfo.InvariantCulture, $"task_{step}_{random:x8}");
}
