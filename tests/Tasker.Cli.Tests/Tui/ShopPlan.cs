using System.Text.Json.Nodes;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Tui;

/// <summary>
/// A plan halfway: tasks that are done, run, failed, are blocked and ready, in a folder <c>shop</c>, with a clock that stands still.
/// </summary>
internal sealed class ShopPlan : IDisposable
{
    private static readonly (string Id, string Name, int Phase, string[] Needs)[] Tasks =
    [
        ("T001", "Read the menu", 1, []),
        ("T002", "Take an order", 1, ["T001"]),
        ("T003", "Reckon the price with discounts, taxes and the tip that nobody ever remembers to give", 2, ["T002"]),
        ("T004", "Pay by card", 2, ["T003"]),
        ("T005", "Cook", 2, ["T002"]),
        ("T006", "Serve", 3, ["T005"]),
        ("T010", "Sweep the floor", 3, []),
    ];

    public ShopPlan() => Place = new CommandLine { Time = Time };

    public ManualTime Time { get; } = new();

    public CommandLine Place { get; }

    public PlanningFolder Folder => PlanningFolder.OfTarget(Path.Combine(Place.Folder, "shop"));

    public PlanStore Store => new(Folder, Time, "tests");

    /// <summary>Makes it.</summary>
    /// <param name="names">Other names of tasks.</param>
    public static async Task<ShopPlan> CreateAsync(params (string Id, string Name)[] names)
    {
        var shop = new ShopPlan();
        Directory.CreateDirectory(Path.Combine(shop.Place.Folder, "shop"));
        await shop.DoAsync("state", "init", "shop", "--phase", "ready");
        foreach (var (id, name, phase, needs) in Tasks)
        {
            shop.Define(id, names.FirstOrDefault(other => other.Id == id).Name ?? name, phase, needs);
        }

        shop.Place.Write("shop/.tasker/inputs/spec.md", "# Shop\n\n## Requirements\n\n"
            + string.Concat(Enumerable.Range(1, 8).Select(i => $"- R{i}: The shop must do thing {i}.\n")));
        await shop.DoAsync("state", "load-tasks");
        await shop.WorkAsync("T001", 65);
        await shop.WorkAsync("T002", 130);
        await shop.DoAsync("state", "task", "start", "T005");
        shop.Time.Advance(TimeSpan.FromSeconds(20));
        await shop.DoAsync("state", "task", "fail", "T005", "the oven is cold", "--category", "test", "--retryable");
        await shop.DoAsync("state", "record-verification", "T001", "--verdict", "PASS", "--recommendation", "PROCEED");
        await shop.DoAsync("state", "log-tokens", "one", "1000", "234", "0.5");
        await shop.DoAsync("state", "task", "start", "T003");
        shop.Time.Advance(TimeSpan.FromSeconds(42));
        return shop;
    }

    /// <summary>Writes the file of a task.</summary>
    public void Define(string id, string name, int phase, params string[] needs) =>
        Place.Write($"shop/.tasker/tasks/{id}.json", new JsonObject
        {
            ["id"] = id,
            ["name"] = name,
            ["phase"] = phase,
            ["context"] = new JsonObject
            {
                ["domain"] = "Shop",
                ["capability"] = "Orders",
                ["steel_thread"] = phase == 1,
                ["spec_requirements"] = new JsonArray($"R{id[^1]}"),
            },
            ["behaviors"] = new JsonArray("B1"),
            ["files"] = new JsonArray(new JsonObject { ["path"] = $"src/{id}.py", ["action"] = "create" }),
            ["dependencies"] = new JsonObject { ["tasks"] = new JsonArray([.. needs.Select(need => (JsonNode)need)]) },
            ["acceptance_criteria"] =
                new JsonArray(new JsonObject { ["criterion"] = "Its tests are green", ["verification"] = $"pytest tests/{id}" }),
        }.ToJsonString());

    /// <summary>Starts a task and completes it so many seconds later.</summary>
    public async Task WorkAsync(string id, int seconds)
    {
        await DoAsync("state", "task", "start", id);
        Time.Advance(TimeSpan.FromSeconds(seconds));
        Place.Write($"shop/src/{id}.py", "pass");
        await DoAsync("state", "task", "complete", id, "--created", $"src/{id}.py");
    }

    /// <summary>A command about the plan; it must end with 0.</summary>
    public async Task<Outcome> DoAsync(params string[] arguments)
    {
        var told = await RunAsync(arguments);
        Assert.True(told.ExitCode == 0, $"tasker {string.Join(' ', arguments)}\n{told}");
        return told;
    }

    /// <summary>A command about the plan.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => Place.RunAsync([.. arguments, "-p", "shop/.tasker"]);

    public void Dispose() => Place.Dispose();
}
