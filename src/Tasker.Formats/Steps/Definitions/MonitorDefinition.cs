using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>A periodic look at a step while its main work runs.</summary>
/// <param name="Name">Its name; unique in its list.</param>
/// <param name="Command">Command line.</param>
/// <param name="Interval">From the end of one look to the start of the next; default 60 s.</param>
/// <param name="AlertOn">Regular expression as written; a match in the output is an alert. Null: none is.</param>
/// <param name="AlertOnSuccess">True for <c>alert: grep ERROR log</c>: exit code 0 is itself an alert.</param>
/// <param name="Where">Where it is written.</param>
public sealed record MonitorDefinition(
    string Name, string Command, TimeSpan Interval, string? AlertOn, bool AlertOnSuccess, Place Where);
