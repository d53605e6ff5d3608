using System.Collections.Immutable;
using Tasker.Engine.Settings;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Formats.Settings;

/// <summary>What <c>tasker.yaml</c> says about prices of models.</summary>
internal static class PricesReader
{
    private const double Most = 1_000_000;
    private const string Fix = "Write what a million tokens cost, in dollars, such as 'input: 3'.";

    private static readonly string[] Needed = ["input", "output"];

    /// <summary>Reads the map under <c>prices:</c>: a part of the name of a model, and what it costs.</summary>
    public static ImmutableSortedDictionary<string, PriceSettings> Read(YamlFields fields)
    {
        var prices = ProjectSettings.Default.Prices.ToBuilder();
        foreach (var entry in fields.Entries("prices"))
        {
            var (name, owner) = (entry.Name, $"The price of '{Excerpt.Of(entry.Name)}'");
            if (Names.Check(name, "a model", entry.Key.Place, fields.Bag)
                && YamlFields.Open(entry.Value, owner, SettingsKeys.Price, fields.Bag) is { } price
                && Price(price, owner) is { } read)
            {
                prices[name] = read;
            }
        }

        return prices.ToImmutable();
    }

    private static PriceSettings? Price(YamlFields price, string owner)
    {
        foreach (var missing in Needed.Where(key => !price.Has(key)))
        {
            price.Required(missing, owner, Fix);
        }

        var (input, output) = (price.Number("input", 0, Most), price.Number("output", 0, Most));
        var (written, read) = (price.Number("cache-write", 0, Most), price.Number("cache-read", 0, Most));
        return input is { } reads && output is { } writes ? new PriceSettings(reads, writes, written, read) : null;
    }
}
