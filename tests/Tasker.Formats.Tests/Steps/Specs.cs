using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Tests.Steps;

/// <summary>Short ways to write SPEC.md texts in tests.</summary>
internal static class Specs
{
    public const string TaskId = "task_2_ab12cd34";
    public static readonly DateTimeOffset At = new(2026, 11, 20, 10, 30, 0, TimeSpan.Zero);

    public const string Bakery = """
        # Bakery plan

        ## Quick list

        - [x] **STEP 1**: Prepare the kitchen - Buy flour, clean the oven ✓ [2026-01-05]
        - [ ] **STEP 2**: Bake a test loaf - One loaf with 500 g of flour
        - [ ] **STEP 3**: Write the recipe - Keep amounts and times (pending test loaf)

        ## Agent

        **Executor**: baker (configured in `.claude/agents/AGENT.md`)
        **Skill Integration**: Uses sourdough skill for all dough questions

        ## STEP 2: Bake a test loaf

        **What to Accomplish:**
        Bake one loaf and weigh it

        **Files:**
        Use `flour.csv` + create new `oven.yaml` → Outputs `loaf.json` + `crumbs/`

        **Success Outcome:**
        `loaf.json` holds a weight above 700 g

        **Instructions:**
        1. Mix with what Step 1 bought
        2. Run `python bake.py --in flour.csv`
           and wait
        3. Look at Step 3 afterwards

        ---

        ## STEP 3: Write the recipe

        **Files:**
        Create new `RECIPE.md` (amounts from Steps 1-2) + `TIMES.md`

        ## CHECKLIST

        - [ ] **Steps 1-2:** Kitchen and loaf
        """;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static ParseResult<SpecDocument> Parse(string text) => SpecDocument.Parse("SPEC.md", Bytes(text));

    public static SpecDocument Read(string text)
    {
        var result = Parse(text);
        Assert.True(result.IsUsable, string.Join('\n', result.Diagnostics));
        return result.Value;
    }

    public static string[] Codes(ParseResult<SpecDocument> result) => [.. result.Diagnostics.Select(d => $"{d.Code}@{d.Where.Line}")];

    public static SpecMark Done(int step, string note = "") => new(step, SpecAnnotationKind.Done, TaskId, At, note);

    public static SpecMark Failed(int step) => new(step, SpecAnnotationKind.Failed, TaskId, At);

    /// <summary>One line, marked.</summary>
    public static string Marked(string line, SpecMark mark) => Text(mark.Apply(Bytes(line))!);
}
