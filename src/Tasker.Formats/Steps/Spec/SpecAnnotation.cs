namespace Tasker.Formats.Steps.Spec;

/// <summary>What an earlier execution left on a step line, in any of the forms that are in use.</summary>
/// <param name="Kind">Whether it tells success or failure.</param>
/// <param name="TaskId">The id of the execution; empty when the mark has none. One id of a range run stands on
/// several lines.</param>
/// <param name="Time">The time as it is written there; empty when the mark has none.</param>
public sealed record SpecAnnotation(SpecAnnotationKind Kind, string TaskId, string Time);

/// <summary>What a mark on a step line tells.</summary>
public enum SpecAnnotationKind
{
    /// <summary>A check mark, or an id or date without any mark.</summary>
    Done,

    /// <summary>A cross mark.</summary>
    Failed,
}
