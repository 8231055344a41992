from projects import Project
def test_a(project: Project) -> None:
    import time
    t=time.time(); b = project.build(); print(time.time()-t, b.counts, b.err)
    t=time.time(); b = project.build(); print(time.time()-t, b.counts)
    project.edit("walk.md", ("gate", "door"))
    t=time.time(); b = project.build(); print(time.time()-t, b.counts, b.out)
    t=time.time(); b = project.build(builder="html"); print(time.time()-t, b.out)
    assert 0
