namespace Tasker.Planning.Hooks;

/// <summary>Prices of models, by a part of their name. Those of the project come first, and of them the longest part that fits.</summary>
/// <param name="own">The prices of the project.</param>
public sealed class PriceTable(IReadOnlyDictionary<string, ModelPrices> own)
{
    // The first one whose words are all in the name counts.
    private static readonly (string[] Words, ModelPrices Prices)[] Usual =
    [
        (["opus", "4-5"], new(5, 25)), (["opus"], new(15, 75)), (["haiku", "3-5"], new(0.8, 4)), (["haiku"], new(1, 5)), (["sonnet"], new(3, 15)),
    ];

    /// <summary>What a model costs of which nothing is known.</summary>
    public static ModelPrices Otherwise { get; } = new(3, 15);

    /// <summary>The prices that are known without any of the project.</summary>
    public static PriceTable Default { get; } = new(new Dictionary<string, ModelPrices>());

    /// <summary>The prices of a model; null when nothing is known of it.</summary>
    public ModelPrices? Of(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return own.Where(price => Has(model, price.Key)).OrderByDescending(price => price.Key.Length).ThenBy(price => price.Key, StringComparer.Ordinal)
            .Select(price => price.Value).FirstOrDefault()
            ?? Usual.Where(row => row.Words.All(word => Has(model, word))).Select(row => row.Prices).FirstOrDefault();
    }

    private static bool Has(string model, string part) => model.Contains(part, StringComparison.OrdinalIgnoreCase);
}
