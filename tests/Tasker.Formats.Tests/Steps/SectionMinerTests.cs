using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Tests.Steps;

public sealed class SectionMinerTests
{
    [Fact]
    public void A_section_gives_objective_success_and_instructions()
    {
        var section = Specs.Read(Specs.Bakery).Find(2)!.Section!;

        Assert.Equal("Bake one loaf and weigh it", section.Objective);
        Assert.Equal("`loaf.json` holds a weight above 700 g", section.Success);
        Assert.Equal(
            ["Mix with what Step 1 bought", "Run `python bake.py --in flour.csv` and wait", "Look at Step 3 afterwards"],
            section.Instructions.AsEnumerable());
    }

    [Fact]
    public void Files_are_inputs_and_outputs_by_the_word_before_them()
    {
        var mined = Specs.Read(Specs.Bakery).Find(2)!.Section!.Mined;

        Assert.Equal(["flour.csv"], mined.Inputs.AsEnumerable());
        Assert.Equal(["oven.yaml", "loaf.json", "crumbs/"], mined.Outputs.AsEnumerable());
    }

    [Fact]
    public void Words_in_parentheses_do_not_decide() =>
        Assert.Equal(["RECIPE.md", "TIMES.md"], Specs.Read(Specs.Bakery).Find(3)!.Section!.Mined.Outputs.AsEnumerable());

    [Fact]
    public void Earlier_steps_are_needs_and_later_ones_are_not()
    {
        var spec = Specs.Read(Specs.Bakery);

        Assert.Equal([1], spec.Find(2)!.Section!.Mined.EarlierSteps.AsEnumerable());
        Assert.Equal([1, 2], spec.Find(3)!.Section!.Mined.EarlierSteps.AsEnumerable());
    }

    [Theory]
    [InlineData("Execute `python train.py --config train.yaml`", "python train.py --config train.yaml")]
    [InlineData("Create `requirements.txt` → Run `pip install -r requirements.txt`", "pip install -r requirements.txt")]
    [InlineData("Execute `prepare.py` on validated data → Outputs `a.jsonl` + `b.jsonl`", "prepare.py")]
    public void Execute_and_Run_make_a_command(string files, string command) =>
        Assert.Equal([command], Mine(files).Commands.AsEnumerable());

    [Theory]
    [InlineData("None → Set environment variable `export API_KEY=\"your-key\"`")]
    [InlineData("Create new `x.py` with function `get_prompt(\"B\")`", "x.py")]
    [InlineData("Create new `x.py` reading config, logs to `logs/`", "x.py")]
    [InlineData("Create new `x.py` → Saves to `models/out/` directory", "x.py", "models/out/")]
    [InlineData("Create `../outside.txt` and `/etc/passwd` and `~/x.txt`")]
    public void Only_paths_inside_the_project_are_outputs(string files, params string[] outputs) =>
        Assert.Equal(outputs, Mine(files).Outputs.AsEnumerable());

    [Fact]
    public void What_the_prose_says_is_saved_is_produced()
    {
        var mined = Mine("Execute `python train.py --config train.yaml`",
            "Done in 2 hours, 5 checkpoints saved to checkpoints/, loss falls from ~3.5 → ~0.8");

        Assert.Equal(["checkpoints/"], mined.Produces.AsEnumerable());
        Assert.Equal(["train.py", "train.yaml"], mined.Inputs.AsEnumerable());
    }

    [Fact]
    public void Paths_in_commands_of_the_instructions_are_mentioned()
    {
        var mined = Mine("Create new `x.py`", "ok", "Run `python e.py --checkpoint checkpoints/step_1.pt --out=r.json`");

        Assert.Contains("checkpoints/step_1.pt", mined.Mentions);
        Assert.Contains("r.json", mined.Mentions);
        Assert.True(PathText.IsWithin("checkpoints/step_1.pt", "checkpoints/"));
        Assert.False(PathText.IsWithin("checkpoints2/step_1.pt", "checkpoints/"));
    }

    [Fact]
    public void A_section_ends_at_the_next_heading_of_its_level_and_not_at_a_deeper_one()
    {
        var spec =
            Specs.Read("- [ ] **STEP 1**: A\n## STEP 1: A\n### More\n**Success Outcome:** ok\n## NOTES\n**Files:**\nCreate `stray.txt`");

        Assert.Equal("ok", spec.Steps[0].Section!.Success);
        Assert.Empty(spec.Steps[0].Section!.Mined.Outputs);
    }

    private static SpecFindings Mine(string files, string success = "ok", string instruction = "go") =>
        Specs.Read(
            $"- [ ] **STEP 1**: A\n\n## STEP 1: A\n\n**Files:**\n{files}\n\n"
                + $"**Success Outcome:**\n{success}\n\n**Instructions:**\n1. {instruction}\n")
            .Steps[0].Section!.Mined;
}
