namespace Tasker.Planning.Hooks;

/// <summary>What a model costs, dollars for a million tokens.</summary>
/// <param name="Input">For what it reads.</param>
/// <param name="Output">For what it writes.</param>
/// <param name="CacheWrite">For what it writes to its cache.</param>
/// <param name="CacheRead">For what it reads from its cache.</param>
public sealed record ModelPrices(double Input, double Output, double CacheWrite, double CacheRead)
{
    private const double Million = 1_000_000;

    /// <summary>Writing to the cache costs a quarter more than reading, reading from it a tenth.</summary>
    public ModelPrices(double input, double output)
        : this(input, output, 1.25 * input, 0.1 * input)
    {
    }

    /// <summary>What that many tokens cost, dollars.</summary>
    public double Cost(long input, long output, long cacheWritten, long cacheRead) =>
        ((Input * input) + (Output * output) + (CacheWrite * cacheWritten) + (CacheRead * cacheRead)) / Million;
}
