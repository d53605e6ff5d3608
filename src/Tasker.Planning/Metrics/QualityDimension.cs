namespace Tasker.Planning.Metrics;

/// <summary>What verifiers found about one dimension of quality.</summary>
/// <param name="Name">The dimension.</param>
/// <param name="Pass">Complete tasks that pass.</param>
/// <param name="Total">Complete tasks that were looked at.</param>
internal sealed record QualityDimension(string Name, int Pass, int Total);
