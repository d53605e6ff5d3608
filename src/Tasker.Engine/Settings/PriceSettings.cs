namespace Tasker.Engine.Settings;

/// <summary>What a model costs, dollars for a million tokens; each 0 to 1,000,000.</summary>
/// <param name="Input">For what it reads.</param>
/// <param name="Output">For what it writes.</param>
/// <param name="CacheWrite">For what it writes to its cache; null: a quarter more than it costs to read.</param>
/// <param name="CacheRead">For what it reads from its cache; null: a tenth of what it costs to read.</param>
public sealed record PriceSettings(double Input, double Output, double? CacheWrite = null, double? CacheRead = null);
