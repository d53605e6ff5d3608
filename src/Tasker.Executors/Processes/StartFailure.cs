namespace Tasker.Executors.Processes;

/// <summary>Why nothing was started.</summary>
/// <param name="Message">For people.</param>
/// <param name="Code">The exit code by which a shell would tell of it: 126, 127; null when a shell would not.</param>
internal sealed record StartFailure(string Message, int? Code);
