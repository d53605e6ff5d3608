using System.Text.Json;

namespace Tasker.Cli.Tests.Earlier;

/// <summary>Faults of earlier implementations in the review of specifications.</summary>
public sealed class SpecToolFaultTests : IDisposable
{
    private readonly PlanPlace _plan = new();

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task Late_weaknesses_are_found_as_well_as_early_ones()
    {
        _plan.Write("spec.md", "# Bread\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"Oven {i} answers quickly.\n"))
            + "The door may be locked.\n");

        using var review = JsonDocument.Parse((await _plan.RunAsync("spec review analyze spec.md")).Out);

        var found = review.RootElement.GetProperty("weaknesses").EnumerateArray()
            .Select(weakness => weakness.GetProperty("location").GetString()).ToArray();
        Assert.Contains("line 62", found);
        Assert.True(found.Length > 60, $"{found.Length} were found.");
    }

    [Fact]
    public async Task Records_are_numbered_where_they_are_kept_and_not_where_somebody_stands()
    {
        _plan.Write("docs/adrs/ADR-0040-of-this-folder.md", "").Write("app/docs/adrs/ADR-0007-of-the-target.md", "");
        await _plan.OkAsync("spec session init Bread --target-dir app");

        await _plan.OkAsync("spec generate adr -t Ovens -c Heat -d Two --target-dir app");

        Assert.True(File.Exists(Path.Combine(_plan.Folder, "app/docs/adrs/ADR-0008-ovens.md")));
    }

    [Fact]
    public async Task A_resolution_is_for_a_weakness_that_there_is_and_is_replaced_by_force_only()
    {
        await _plan.BeginAsync("spec_review");
        _plan.Write(".tasker/inputs/spec.md", "# Bread\nThe timeout defaults to 5 seconds.\n\nThe timeout defaults to 10 seconds.\n");
        await _plan.RunAsync("spec review analyze .tasker/inputs/spec.md --save");
        var id = (await _plan.RunAsync("spec review unresolved .tasker")).Out.Split(' ', ':', '\n')[0];

        await _plan.RefusedAsync("spec review add-resolution .tasker W6-00000000 clarified");
        await _plan.OkAsync($"spec review add-resolution .tasker {id} clarified --notes five");
        await _plan.RefusedAsync($"spec review add-resolution .tasker {id} clarified --notes ten");
        await _plan.OkAsync($"spec review add-resolution .tasker {id} clarified --notes ten --force");

        var kept = Assert.Single(_plan.Json(".tasker/artifacts/spec-resolutions.json").GetProperty("resolutions").EnumerateArray(),
            r => r.GetProperty("weakness_id").GetString() == id);
        Assert.Equal("ten", kept.GetProperty("notes").GetString());
    }

    [Fact]
    public async Task What_remains_is_counted_by_severity()
    {
        await _plan.BeginAsync("spec_review");
        _plan.Write(".tasker/inputs/spec.md",
            "# Bread\nIt answers quickly.\nThe timeout defaults to 5 seconds.\n\nThe timeout defaults to 10 seconds.\n");
        await _plan.RunAsync("spec review analyze .tasker/inputs/spec.md --save");
        var warning = _plan.Json(".tasker/artifacts/spec-review.json").GetProperty("weaknesses").EnumerateArray()
            .First(weakness => weakness.GetProperty("severity").GetString() == "warning").GetProperty("id").GetString();
        var before = (await _plan.RunAsync("spec review status .tasker")).Out;

        await _plan.OkAsync($"spec review add-resolution .tasker {warning} clarified");

        var after = (await _plan.RunAsync("spec review status .tasker")).Out;
        Assert.Equal(Critical(before), Critical(after));
        Assert.StartsWith("Status: BLOCKED (", Critical(after), StringComparison.Ordinal);

        static string Critical(string text) => text.Split('\n').First(line => line.StartsWith("Status:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_ready_that_was_never_reviewed_or_has_changed_since()
    {
        await _plan.BeginAsync("spec_review");
        _plan.Write(".tasker/inputs/spec.md", "# Purpose\nA loaf.\n");
        await _plan.RefusedAsync("spec review status .tasker");
        await _plan.RefusedAsync("spec status");
        await _plan.RunAsync("spec review analyze .tasker/inputs/spec.md --save");

        _plan.Write(".tasker/inputs/spec.md", "# Purpose\nTwo loaves.\n");

        Assert.Contains("stale", (await _plan.RunAsync("spec review status .tasker")).Out, StringComparison.Ordinal);
        await _plan.RefusedAsync("state advance");
    }
}
