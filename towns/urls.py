app_name = "towns"
urlpatterns: list = []
