using Tasker.Core.Values;

namespace Tasker.Executors.Agents.Caching;

/// <summary>An answer as it was kept.</summary>
/// <param name="At">When it was given, in UTC.</param>
/// <param name="Outputs">What it handed over.</param>
internal sealed record CachedAnswer(DateTimeOffset At, Value.Map Outputs);
