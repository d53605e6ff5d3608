using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Steps.Requests;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Tests.Steps;

/// <summary>A project to translate in tests: a plan, definitions, agents and skills.</summary>
internal sealed record Kitchen
{
    public const string FourSteps = """
        # Bakery

        - [x] **STEP 1**: Shop - Buy flour
        - [ ] **STEP 2**: Mix - Make the dough
        - [ ] **STEP 3**: Bake - Bake for hours
        - [ ] **STEP 4**: Menu - Write the menu
        - [ ] **STEP 5**: Sell - Sell what was baked

        **Executor**: baker (configured in `.claude/agents/AGENT.md`)

        ## STEP 2: Mix

        **What to Accomplish:**
        Mix a dough

        **Files:**
        Create new `dough.txt`

        **Success Outcome:**
        The dough is ${{ soft }}

        **Instructions:**
        1. Use $FLOUR of flour: `echo $FLOUR`
        2. Knead

        ## STEP 3: Bake

        **What to Accomplish:**
        Bake bread

        **Files:**
        Execute `python bake.py --in dough.txt`

        **Success Outcome:**
        40 loaves saved to loaves/

        ## STEP 4: Menu

        **What to Accomplish:**
        Write the menu

        **Files:**
        Create new `menu.md`

        ## STEP 5: Sell

        **What to Accomplish:**
        Sell it

        **Files:**
        Run `python sell.py --bread loaves/1.txt`
        """;

    public string Spec { get; init; } = FourSteps;

    public string Definitions { get; init; } = "";

    public string[] Agents { get; init; } = ["baker", "waiter"];

    public string[] Skills { get; init; } = ["hygiene", "sourdough"];

    public string? DefaultAgent { get; init; }

    public StepsSettings Settings { get; init; } = StepsSettings.Default;

    public ParseResult<Workflow> Translate(string request, params int[] underWay)
    {
        var spec = Specs.Read(Spec);
        var definitions = StepDefinitions.Parse("defs.yaml", Specs.Bytes(Definitions));
        Assert.True(definitions.IsUsable, string.Join('\n', definitions.Diagnostics));
        var selection = StepRequest.Parse(request).Value!.Resolve(spec);
        uint random = 0xAB120000;
        return StepsTranslator.Translate(
            new StepsSource(spec, definitions.Value, selection.Value!, new Catalog(Agents, DefaultAgent, Skills), Settings, () => random++)
            {
                UnderWay = [.. underWay],
            });
    }

    public Workflow Cook(string request)
    {
        var result = Translate(request);
        Assert.True(result.IsUsable, string.Join('\n', result.Diagnostics));
        return result.Value;
    }

    public string[] Findings(string request) =>
        [.. Translate(request).Diagnostics.Select(d => $"{d.Severity.ToString().ToLowerInvariant()} {d.Code}: {d.What} {d.Fix}")];

    /// <summary>The node with an id.</summary>
    public static NodeSpec Node(Workflow workflow, string id) => All(workflow.Root).Single(node => node.Id == id);

    public static IEnumerable<NodeSpec> All(NodeSpec node) =>
        node is GroupSpec group ? group.Members.SelectMany(All).Prepend(node) : [node];

    private sealed record Catalog(IReadOnlyList<string> Agents, string? DefaultAgent, IReadOnlyList<string> Skills) : IAgentCatalog;
}
