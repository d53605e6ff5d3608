using System.Globalization;
using Tasker.Cli.Projects;
using Tasker.Engine.Settings;
using Tasker.Planning.Hooks;

namespace Tasker.Cli.Commands.Planning;

/// <summary>What the tokens of a session cost: by the prices of the project, else by the usual ones.</summary>
internal static class SessionPrices
{
    /// <summary>What has to be said beside the cost; empty: nothing.</summary>
    public static string Doubt(TranscriptUsage usage) => usage.Unpriced.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $" (no price is known for {string.Join(", ", usage.Unpriced)}: ${PriceTable.Otherwise.Input} and ${PriceTable.Otherwise.Output} a million were taken; 'prices' in tasker.yaml names it)");

    /// <summary>The prices of the project. Settings that are wrong are told, and the usual prices count.</summary>
    public static async Task<PriceTable> ReadAsync(PlanningCall call)
    {
        var settings = new Project(call.Folder.Parent).ReadSettings(call.Session);
        if (settings.IsUsable)
        {
            return new PriceTable(settings.Value!.Prices.ToDictionary(price => price.Key, price => PricesOf(price.Value)));
        }

        await call.WarnAsync($"{settings.Diagnostics[0].Where}: {settings.Diagnostics[0].What} The usual prices were taken.");
        return PriceTable.Default;
    }

    private static ModelPrices PricesOf(PriceSettings price)
    {
        var usual = new ModelPrices(price.Input, price.Output);
        return usual with { CacheWrite = price.CacheWrite ?? usual.CacheWrite, CacheRead = price.CacheRead ?? usual.CacheRead };
    }
}
