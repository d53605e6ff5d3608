using Tasker.Executors.Logs;

namespace Tasker.Executors.Processes;

/// <summary>The whole environment of one command.</summary>
/// <param name="Entries"><c>NAME=value</c>, by name.</param>
/// <param name="Path">Its <c>PATH</c>; empty: none.</param>
/// <param name="Mask">The secrets in it.</param>
internal sealed record StepEnvironment(IReadOnlyList<string> Entries, string Path, SecretMask Mask);
