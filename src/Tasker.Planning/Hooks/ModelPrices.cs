namespace Tasker.Planning.Hooks;

/// <summary>What a model costs, dollars for a million tokens. Writing to the cache costs a quarter more than reading, reading from it a tenth.</summary>
/// <param name="Input">For what it reads.</param>
/// <param name="Output">For what it writes.</param>
internal sealed record ModelPrices(double Input, double Output)
{
    private const double Million = 1_000_000;

    // The first one whose words are all in the name counts.
    private static readonly (string[] Words, ModelPrices Prices)[] Table =
    [
        (["opus", "4-5"], new(5, 25)), (["opus"], new(15, 75)), (["haiku", "3-5"], new(0.8, 4)), (["haiku"], new(1, 5)), (["sonnet"], new(3, 15)),
    ];

    /// <summary>The prices of a model; one that is not known costs what most do.</summary>
    public static ModelPrices Of(string? model) =>
        Table.Where(row => row.Words.All(word => model?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false)).Select(row => row.Prices).FirstOrDefault() ?? new(3, 15);

    /// <summary>What that many tokens cost, dollars.</summary>
    public double Cost(long input, long output, long cacheWritten, long cacheRead) =>
        ((Input * (input + (1.25 * cacheWritten) + (0.1 * cacheRead))) + (Output * output)) / Million;
}
